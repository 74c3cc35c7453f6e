using Xia.Router.Graph;

namespace Xia.Router.Elements.Xia;

/// <summary>Finds the elements that an element's arguments name.</summary>
internal static class ElementScope
{
    /// <summary>The element of that name in the same compound, else in the ones around it.</summary>
    public static T? Find<T>(Element self, string name)
        where T : class
    {
        string scope = self.Name;
        while (scope.LastIndexOf('/') is int slash and >= 0)
        {
            scope = scope[..slash];
            if (self.Router.Find<T>($"{scope}/{name}") is { } found)
            {
                return found;
            }
        }

        return self.Router.Find<T>(name);
    }
}
