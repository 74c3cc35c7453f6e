using Xia.Router.Elements.Analysis;
using Xia.Router.Elements.Aqm;
using Xia.Router.Elements.Control;
using Xia.Router.Elements.Devices;
using Xia.Router.Elements.Ethernet;
using Xia.Router.Elements.Host;
using Xia.Router.Elements.Icmp;
using Xia.Router.Elements.Information;
using Xia.Router.Elements.Ip;
using Xia.Router.Elements.Printing;
using Xia.Router.Elements.Queues;
using Xia.Router.Elements.Rewriting;
using Xia.Router.Elements.Scheduling;
using Xia.Router.Elements.Shaping;
using Xia.Router.Elements.Sources;
using Xia.Router.Elements.Standard;
using Xia.Router.Elements.TcpUdp;
using Xia.Router.Elements.Traces;
using Xia.Router.Elements.Xia;

namespace Xia.Router.Graph;

/// <summary>The element classes that a graph may name.</summary>
public sealed class ElementRegistry
{
    private readonly Dictionary<string, Func<Element>> _factories = new(StringComparer.Ordinal);

    /// <summary>A registry that knows everything that another one knows.</summary>
    public ElementRegistry(ElementRegistry? basis = null)
    {
        foreach ((string name, Func<Element> factory) in basis?._factories ?? [])
        {
            _factories.Add(name, factory);
        }
    }

    /// <summary>The classes of this assembly; do not add to it, but to a registry based on it.</summary>
    public static ElementRegistry BuiltIn { get; } = CreateBuiltIn();

    /// <summary>The names of all classes, in ordinal order.</summary>
    public IEnumerable<string> ClassNames => _factories.Keys.Order(StringComparer.Ordinal);

    /// <summary>Adds a class; replaces one of that name.</summary>
    public ElementRegistry Add(string className, Func<Element> factory)
    {
        _factories[className] = factory;
        return this;
    }

    /// <summary>Whether there is such a class.</summary>
    public bool Contains(string className) => _factories.ContainsKey(className);

    /// <summary>A new element of a class that there is.</summary>
    public Element Create(string className) => _factories[className]();

    private static ElementRegistry CreateBuiltIn()
    {
        var registry = new ElementRegistry();
        AnalysisElements.AddTo(registry);
        AqmElements.AddTo(registry);
        ControlElements.AddTo(registry);
        DevicesElements.AddTo(registry);
        EthernetElements.AddTo(registry);
        HostElements.AddTo(registry);
        IcmpElements.AddTo(registry);
        InformationElements.AddTo(registry);
        IpElements.AddTo(registry);
        PrintingElements.AddTo(registry);
        QueuesElements.AddTo(registry);
        RewritingElements.AddTo(registry);
        SchedulingElements.AddTo(registry);
        ShapingElements.AddTo(registry);
        SourcesElements.AddTo(registry);
        StandardElements.AddTo(registry);
        TcpUdpElements.AddTo(registry);
        TracesElements.AddTo(registry);
        XiaElements.AddTo(registry);
        return registry;
    }
}
