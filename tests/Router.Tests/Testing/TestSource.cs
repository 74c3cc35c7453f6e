using Xia.Router.Graph;
using Xia.Router.Packets;

namespace Xia.Router.Tests.Testing;

/// <summary>Pushes what a test hands it.</summary>
internal sealed class TestSource : Element
{
    public override string ClassName => "TestSource";

    public override string PortCounts => "0/1";

    public override string Processing => "/h";

    public void Send(ReadOnlySpan<byte> data, Action<Packet>? prepare = null)
    {
        Packet packet = Pool.Take(data);
        prepare?.Invoke(packet);
        Output(0).Push(packet);
    }

    public void SendBatch(params byte[][] packets) => SendBatch(null, packets);

    public void SendBatch(Action<Packet>? prepare, byte[][] packets)
    {
        PacketBatch batch = default;
        foreach (byte[] data in packets)
        {
            Packet packet = Pool.Take(data);
            prepare?.Invoke(packet);
            batch.Append(packet);
        }

        Output(0).PushBatch(batch);
    }
}
