using Xia.Internet.Wire;
using Xia.Kernel.Randomness;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ip;

/// <summary>Notes a random address out of a prefix as the packet's destination.</summary>
/// <syntax>SetRandIPAddress(PREFIX[, LIMIT -1])</syntax>
/// <remarks>With a LIMIT, only so many different addresses are drawn, beforehand.</remarks>
public sealed class SetRandIPAddress : SimpleElement
{
    private const int MaximumLimit = 1 << 24;

    private RandomStream _random = null!;
    private IpPrefix _prefix;
    private uint[] _addresses = [];

    /// <inheritdoc/>
    public override string ClassName => "SetRandIPAddress";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _prefix = arguments.Mandatory("PREFIX", ArgumentTypes.IpPrefix(this));
        int limit = arguments.Positional("LIMIT", ArgumentTypes.Int32(-1, MaximumLimit), -1);
        _random = Environment.Randomness.Stream(Name);
        _addresses = new uint[Math.Max(limit, 0)];
        for (int index = 0; index < _addresses.Length; index++)
        {
            _addresses[index] = Draw();
        }
    }

    /// <inheritdoc/>
    public override void PushBatch(int port, PacketBatch batch) => PushEach(new Work(this), batch);

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        packet.Annotations.DestinationIp = _addresses.Length > 0
            ? _addresses[_random.NextInt32(_addresses.Length)]
            : Draw();
        return packet;
    }

    private uint Draw() => ((uint)_random.NextUInt64() & ~_prefix.Mask) | _prefix.Address.Value;

    private readonly struct Work(SetRandIPAddress element) : IPacketWork
    {
        public Packet? Process(Packet packet) => element.Process(packet);
    }
}
