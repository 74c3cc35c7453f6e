using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Keeps what arrives, with its annotations.</summary>
internal sealed class TestSink : Element
{
    public override string ClassName => "TestSink";

    public override string PortCounts => "1/0";

    public override string Processing => "h/";

    public List<string> Hex { get; } = [];

    public List<PacketAnnotations> Annotations { get; } = [];

    public List<int> NetworkOffsets { get; } = [];

    /// <summary>How many packets came together, for each batch.</summary>
    public List<int> BatchSizes { get; } = [];

    public byte[] Bytes(int index) => Convert.FromHexString(Hex[index]);

    public override void Push(int port, Packet packet)
    {
        Hex.Add(Convert.ToHexString(packet.Data));
        Annotations.Add(packet.Annotations);
        NetworkOffsets.Add(packet.HasNetworkHeader ? packet.NetworkOffset : -1);
        packet.Kill();
    }

    public override void PushBatch(int port, PacketBatch batch)
    {
        BatchSizes.Add(batch.Count);
        base.PushBatch(port, batch);
    }
}
