using Xia.Router.Graph;

namespace Xia.Click.Tests.Mutation;

/// <summary>A table of neighbours that forgets them all when a new one comes.</summary>
internal sealed class ForgetfulTable(Element original) : StandIn(original)
{
    public override string? Initialize()
    {
        string? error = base.Initialize();
        object table = Hidden.Property(Original.GetType(), "Table").GetValue(Original)!;
        var clear = (Action)Delegate.CreateDelegate(typeof(Action), table, "Clear");
        Hidden.Property(table.GetType(), "OnGrown").SetValue(table, clear);
        return error;
    }
}
