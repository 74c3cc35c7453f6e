using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Sources;

/// <summary>The packet that a source emits again and again, as clones that share its bytes.</summary>
internal sealed class PacketTemplate
{
    /// <summary>Click's default data, which users of its sources look for in dumps.</summary>
    public const string DefaultData = "Random bullshit in a packet, at least 64 bytes long. Well, now it is.";

    private Packet? _packet;

    private PacketTemplate(byte[] data) => Data = data;

    public byte[] Data { get; private set; }

    /// <summary>The data of a text, cut or repeated to a length if one is given.</summary>
    public static PacketTemplate Create(string text, int lengthBytes)
    {
        byte[] data = new byte[lengthBytes < 0 ? text.Length : lengthBytes];
        for (int index = 0; index < data.Length; index++)
        {
            data[index] = text.Length == 0 ? (byte)0 : (byte)text[index % text.Length];
        }

        return new PacketTemplate(data);
    }

    public Packet Emit(PacketPool pool) => (_packet ??= pool.Take(Data)).Clone();

    public void Kill()
    {
        _packet?.Kill();
        _packet = null;
    }

    public static int ReadLength(ArgumentReader arguments) =>
        arguments.Keyword("LENGTH", ArgumentTypes.Int32(-1, PacketPool.MaximumDataBytes), -1);
}
