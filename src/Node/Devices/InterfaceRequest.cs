using System.Buffers.Binary;
using System.Text;
using Xia.Node.Polling;

namespace Xia.Node.Devices;

/// <summary>One call about a network interface, Linux's <c>struct ifreq</c> of 64-bit systems.</summary>
/// <remarks>
/// <code>
/// 40 bytes: name 16 | union 24 (address, flags, number)
/// an address in the union: family 2 | port 2 | IPv4 address 4, or family 2 | hardware address 6
/// </code>
/// </remarks>
internal readonly ref struct InterfaceRequest
{
    internal const int LengthBytes = 40;
    private const int NameBytes = 16;
    private const int AddressOffset = 4;
    private const int HardwareOffset = 2;
    private const short InternetFamily = 2;

    private readonly Span<byte> _bytes;

    /// <summary>A request about an interface; an empty name lets the system choose one.</summary>
    /// <param name="bytes">Room for it.</param>
    /// <param name="name">The interface.</param>
    /// <exception cref="IOException">No interface can have that name.</exception>
    internal InterfaceRequest(Span<byte> bytes, string name)
    {
        if (!CanName(name))
        {
            throw new IOException($"{name}: an interface's name has at most {NameBytes - 1} characters");
        }

        _bytes = bytes[..LengthBytes];
        _bytes.Clear();
        Encoding.Latin1.GetBytes(name, _bytes);
    }

    /// <summary>The interface's name.</summary>
    internal string Name => Encoding.Latin1.GetString(_bytes[.._bytes[..NameBytes].IndexOf((byte)0)]);

    /// <summary>Flags, 16 bits.</summary>
    internal short Flags
    {
        get => BinaryPrimitives.ReadInt16LittleEndian(_bytes[NameBytes..]);
        set => BinaryPrimitives.WriteInt16LittleEndian(_bytes[NameBytes..], value);
    }

    /// <summary>An MTU or an index.</summary>
    internal int Number
    {
        get => BinaryPrimitives.ReadInt32LittleEndian(_bytes[NameBytes..]);
        set => BinaryPrimitives.WriteInt32LittleEndian(_bytes[NameBytes..], value);
    }

    /// <summary>The six bytes of a hardware address.</summary>
    internal Span<byte> HardwareAddress => _bytes.Slice(NameBytes + HardwareOffset, 6);

    /// <summary>Whether a name is short enough for an interface.</summary>
    internal static bool CanName(string name) => name.Length < NameBytes;

    /// <summary>Puts an IPv4 address in.</summary>
    internal void SetAddress(uint address)
    {
        Flags = InternetFamily;
        BinaryPrimitives.WriteUInt32BigEndian(_bytes[(NameBytes + AddressOffset)..], address);
    }

    /// <summary>Makes the call; false when the system refuses it.</summary>
    internal unsafe bool TryCall(int descriptor, nuint call)
    {
        fixed (byte* bytes = _bytes)
        {
            return SystemCalls.CallDevice(descriptor, call, bytes) == 0;
        }
    }

    /// <summary>Makes the call.</summary>
    /// <exception cref="IOException">The system refuses it.</exception>
    internal void Call(int descriptor, nuint call, string what)
    {
        if (!TryCall(descriptor, call))
        {
            throw SystemError.Failure($"cannot {what}", "CAP_NET_ADMIN");
        }
    }
}
