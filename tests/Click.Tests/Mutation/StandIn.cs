using System.Reflection;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Click.Tests.Mutation;

/// <summary>Stands before an element for its neighbours; for all else the element itself is there.</summary>
/// <remarks>
/// When the graph is connected, before anything is configured, the original takes this one's place in the
/// graph: its arguments, its handlers, its tasks and timers and what others find by its name are its own. Only
/// the connections of its neighbours stay here. Whoever derives from it says what happens to packets.
/// </remarks>
internal abstract class StandIn(Element original) : Element
{
    private bool _isPlaced;

    public sealed override string ClassName => Original.ClassName;

    public sealed override string PortCounts => Original.PortCounts;

    public sealed override string Processing => Original.Processing;

    public sealed override string FlowCode => Original.FlowCode;

    public sealed override bool MayGeneratePackets => Original.MayGeneratePackets;

    public sealed override bool IsOneByOne => Original.IsOneByOne;

    public sealed override int ConfigurePhase
    {
        get
        {
            Place();
            return Original.ConfigurePhase;
        }
    }

    protected Element Original { get; } = original;

    public override void Configure(ArgumentReader arguments)
    {
        Place();
        Original.Configure(arguments);
    }

    public override string? Initialize() => Original.Initialize();

    public sealed override void Cleanup() => Original.Cleanup();

    /// <summary>Leads the original's ports, which stay push or pull as they are, away from the graph.</summary>
    protected void CutOff()
    {
        var end = new DeadEnd();
        OutputPort[] outputs =
        [
            .. Enumerable.Range(0, OutputCount)
                .Select(port => Output(port).IsPush ? Hidden.Make<OutputPort>(end, 0) : default),
        ];
        InputPort[] inputs =
        [
            .. Enumerable.Range(0, InputCount)
                .Select(port => Input(port).IsPull ? Hidden.Make<InputPort>(end, 0) : default),
        ];
        Hidden.Field(typeof(Element), "_outputs").SetValue(Original, outputs);
        Hidden.Field(typeof(Element), "_inputs").SetValue(Original, inputs);
        Hidden.Field(typeof(Element), "_firstOutput").SetValue(Original, outputs.FirstOrDefault());
    }

    // The order in which elements are configured is asked for, if there are several, once all are connected;
    // then the original gets what the graph gave to this one, and its place in the graph's lists.
    private void Place()
    {
        if (_isPlaced || Router is null)
        {
            return;
        }

        _isPlaced = true;
        foreach (FieldInfo field in Hidden.Fields(typeof(Element)))
        {
            field.SetValue(Original, field.GetValue(this));
        }

        var elements = (Element[])Hidden.Field(typeof(RouterGraph), "_elements").GetValue(Router)!;
        elements[Array.IndexOf(elements, this)] = Original;
        object names = Hidden.Field(typeof(RouterGraph), "_byName").GetValue(Router)!;
        ((Dictionary<string, Element>)names)[Name] = Original;
    }
}
