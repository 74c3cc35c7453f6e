using Xia.Emulator.Loop;
using Xia.Internet.Wire;
using Xia.Kernel.Links;
using Xia.Kernel.Randomness;
using Xia.Kernel.Time;

namespace Xia.Emulator.Links;

/// <summary>
/// A full-duplex link between two devices: a model for each direction, and the frames on their way.
/// </summary>
public sealed class EmulatedLink
{
    /// <summary>A link whose ends are devices of nodes.</summary>
    /// <param name="name">Its name in captures and streams of randomness.</param>
    /// <param name="options">How both directions behave.</param>
    /// <param name="mtuBytes">The longest payload of a frame.</param>
    /// <param name="simulation">Whose time it lives in.</param>
    /// <param name="randomness">Where loss and jitter are drawn from.</param>
    public EmulatedLink(
        string name, LinkOptions options, int mtuBytes, Simulation simulation, RandomRoot randomness)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(randomness);
        Name = name;
        First = new LinkEnd(this, true, mtuBytes, simulation, Model("forward"));
        Second = new LinkEnd(this, false, mtuBytes, simulation, Model("backward"));
        First.Connect(Second);
        Second.Connect(First);

        LinkModel Model(string direction) => new(
            options,
            randomness.Stream($"link/{name}/{direction}/loss"),
            randomness.Stream($"link/{name}/{direction}/jitter"));
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The end at the node that the scenario names first.</summary>
    public LinkEnd First { get; }

    /// <summary>The other end.</summary>
    public LinkEnd Second { get; }

    /// <summary>Who sees the frames; null for nobody.</summary>
    public ILinkTap? Tap { get; set; }

    /// <summary>What damages frames; null for nothing.</summary>
    public IFrameFault? Fault { get; set; }

    /// <summary>Makes both directions behave differently from now on.</summary>
    public void SetOptions(LinkOptions options, Instant now)
    {
        First.Model.SetOptions(options, now);
        Second.Model.SetOptions(options, now);
    }

    /// <summary>Takes the link up or down; what is on its way when it goes down is lost.</summary>
    public void SetUp(bool isUp, Instant now)
    {
        First.SetUp(isUp, now);
        Second.SetUp(isUp, now);
    }

    /// <summary>Names the ends as devices of their nodes.</summary>
    public void Identify(string firstDevice, MacAddress firstMac, string secondDevice, MacAddress secondMac)
    {
        First.Identify(firstDevice, firstMac);
        Second.Identify(secondDevice, secondMac);
    }
}
