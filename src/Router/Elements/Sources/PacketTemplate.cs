using Xia.Kernel.Time;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>The packet that a source emits again and again, as clones that share its bytes.</summary>
internal sealed class PacketTemplate
{
    /// <summary>Click's default data, which users of its sources look for in dumps.</summary>
    public const string DefaultData = "Random bullshit in a packet, at least 64 bytes long. Well, now it is.";

    private Packet? _packet;

    /// <summary>Its bytes as a text, before they are cut or repeated.</summary>
    public string Text { get; private set; } = DefaultData;

    /// <summary>The length to which it is cut or repeated; negative when it is not.</summary>
    public int LengthBytes { get; private set; } = -1;

    /// <summary>The length of the packets.</summary>
    public int PacketLengthBytes => LengthBytes < 0 ? Text.Length : LengthBytes;

    /// <summary>Room before the data.</summary>
    public int HeadroomBytes { get; set; } = PacketPool.DefaultHeadroomBytes;

    /// <summary>Changes what is emitted from now on.</summary>
    /// <returns>An error text, or null.</returns>
    public string? Change(string text, int lengthBytes)
    {
        if (Math.Max(text.Length, lengthBytes) > PacketPool.MaximumDataBytes)
        {
            return $"a packet has at most {PacketPool.MaximumDataBytes} bytes";
        }

        Kill();
        Text = text;
        LengthBytes = lengthBytes;
        return null;
    }

    /// <summary>A packet, stamped if a time is given.</summary>
    public Packet Emit(PacketPool pool, Instant stamp) => Packet(pool, stamp).Clone();

    /// <summary>That many packets, stamped if a time is given.</summary>
    public PacketBatch EmitBatch(PacketPool pool, Instant stamp, int count) =>
        Packet(pool, stamp).CloneBatch(count);

    public void Kill()
    {
        _packet?.Kill();
        _packet = null;
    }

    public static int ReadLength(ArgumentReader arguments) =>
        arguments.Keyword("LENGTH", ArgumentTypes.Int32(-1, PacketPool.MaximumDataBytes), -1);

    private Packet Packet(PacketPool pool, Instant stamp)
    {
        _packet ??= Build(pool);
        _packet.Annotations.Timestamp = stamp;
        return _packet;
    }

    private Packet Build(PacketPool pool)
    {
        Packet packet = pool.Take(PacketLengthBytes, HeadroomBytes);
        Span<byte> data = packet.WritableData();
        for (int index = 0; index < data.Length; index++)
        {
            data[index] = Text.Length == 0 ? (byte)0 : (byte)Text[index % Text.Length];
        }

        return packet;
    }
}
