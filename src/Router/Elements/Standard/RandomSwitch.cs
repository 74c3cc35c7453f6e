using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Sends each packet to an output that is drawn at random, all alike.</summary>
/// <syntax>RandomSwitch</syntax>
/// <remarks>One input, one or more outputs, push.</remarks>
public sealed class RandomSwitch : SwitchElement
{
    private RandomStream _random = null!;

    /// <inheritdoc/>
    public override string ClassName => "RandomSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _random = Environment.Randomness.Stream(Name);
        return null;
    }

    /// <inheritdoc/>
    protected override int Choose(Packet packet) => _random.NextInt32(OutputCount);
}
