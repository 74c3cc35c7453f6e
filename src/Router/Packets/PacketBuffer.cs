namespace Xia.Router.Packets;

/// <summary>Bytes that one packet owns or several clones share.</summary>
internal sealed class PacketBuffer(int sizeClass, int lengthBytes)
{
    /// <summary>How many packets refer to it; 1 means that its packet may write.</summary>
    public int References = 1;

    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(lengthBytes);

    public int SizeClass { get; } = sizeClass;
}
