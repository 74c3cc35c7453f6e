namespace Xia.Router.Language.Elaboration;

/// <summary>A class name and its meaning, in front of the bindings before it.</summary>
internal sealed record ClassBinding(string Name, ElementClass Class, ClassBinding? Outer)
{
    /// <summary>The nearest meaning of a name.</summary>
    public static ElementClass? Find(ClassBinding? chain, string name)
    {
        for (ClassBinding? at = chain; at is not null; at = at.Outer)
        {
            if (at.Name == name)
            {
                return at.Class;
            }
        }

        return null;
    }
}
