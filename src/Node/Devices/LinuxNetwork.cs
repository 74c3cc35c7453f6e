using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Xia.Node.Polling;
using Xia.Router.Devices;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>Linux's calls for packet sockets and virtual interfaces; layouts as on 64-bit systems.</summary>
/// <remarks>
/// <code>
/// struct ifreq (40 bytes):       name 16 | union 24 (address, flags, index or number)
/// struct packet_mreq (16 bytes): index 4 | type 2 | length 2 | address 8
/// struct sockaddr_ll (20 bytes): family 2 | protocol 2 | index 4 | hardware 2 | kind 1 | length 1 | address 8
/// </code>
/// </remarks>
internal static unsafe partial class LinuxNetwork
{
    private const string Library = "libc";
    private const int RequestBytes = 40;
    private const int NameBytes = 16;
    private const int LinkAddressBytes = 20;
    private const int LinkKindOffset = 10;
    private const int MembershipBytes = 16;

    private const int InternetFamily = 2;
    private const int PacketFamily = 17;
    private const int DatagramType = 2;
    private const int RawType = 3;
    private const int NonBlocking = 0x800;
    private const int AllProtocols = 3;
    private const int ReadWrite = 2;
    private const int PacketLevel = 263;
    private const int AddMembership = 1;
    private const int DropMembership = 2;
    private const ushort PromiscuousMembership = 1;

    private const nuint SetTunnel = 0x400454ca;
    private const short TapFlags = 0x1002;
    private const nuint GetFlags = 0x8913;
    private const nuint SetFlags = 0x8914;
    private const nuint SetAddress = 0x8916;
    private const nuint SetMask = 0x891c;
    private const nuint SetMtu = 0x8922;
    private const nuint SetHardwareAddress = 0x8924;
    private const short UpAndRunning = 0x41;
    private const short EthernetHardware = 1;

    /// <summary>Opens a socket that sees the frames of an interface.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static int OpenPacketSocket(string name, int index)
    {
        int socket = OpenSocket(
            PacketFamily, RawType | NonBlocking, BinaryPrimitives.ReverseEndianness((ushort)AllProtocols));
        if (socket < 0)
        {
            throw Failure($"{name}: packet socket", "CAP_NET_RAW");
        }

        Span<byte> address = stackalloc byte[LinkAddressBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(address, PacketFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], AllProtocols);
        BinaryPrimitives.WriteInt32LittleEndian(address[4..], index);
        fixed (byte* bytes = address)
        {
            if (Bind(socket, bytes, LinkAddressBytes) != 0)
            {
                throw Failure($"{name}: bind", "CAP_NET_RAW");
            }
        }

        return socket;
    }

    /// <summary>Takes a frame from a packet socket; negative when there is none.</summary>
    public static int ReceiveFrame(int socket, Span<byte> frame, out PacketKind kind)
    {
        byte* address = stackalloc byte[LinkAddressBytes];
        uint addressLength = LinkAddressBytes;
        fixed (byte* bytes = frame)
        {
            nint length = ReceiveFrom(socket, bytes, (nuint)frame.Length, 0, address, &addressLength);
            // The kernel's numbers are those of the annotation.
            kind = length > 0 ? (PacketKind)address[LinkKindOffset] : PacketKind.Host;
            return (int)length;
        }
    }

    /// <summary>Lets a packet socket see frames to other stations as well, or no longer.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void SetPromiscuous(int socket, string name, int index, bool isPromiscuous)
    {
        Span<byte> membership = stackalloc byte[MembershipBytes];
        membership.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(membership, index);
        BinaryPrimitives.WriteUInt16LittleEndian(membership[4..], PromiscuousMembership);
        fixed (byte* bytes = membership)
        {
            int change = isPromiscuous ? AddMembership : DropMembership;
            if (SetSocketOption(socket, PacketLevel, change, bytes, MembershipBytes) != 0)
            {
                throw Failure($"{name}: promiscuous mode", "CAP_NET_RAW");
            }
        }
    }

    /// <summary>Makes a virtual interface, gives it its addresses and sets it going.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static (int Descriptor, string Name) OpenTap(TapSettings settings)
    {
        int descriptor = OpenFile("/dev/net/tun", ReadWrite | NonBlocking);
        if (descriptor < 0)
        {
            throw Failure("/dev/net/tun", "CAP_NET_ADMIN and the kernel's module tun");
        }

        Span<byte> request = stackalloc byte[RequestBytes];
        Begin(request, settings.Name);
        BinaryPrimitives.WriteInt16LittleEndian(request[NameBytes..], TapFlags);
        Control(descriptor, SetTunnel, request, "make a virtual interface");
        string name = Encoding.ASCII.GetString(request[..request.IndexOf((byte)0)]);
        int socket = OpenSocket(InternetFamily, DatagramType, 0);
        try
        {
            SetUp(socket, name, settings);
        }
        finally
        {
            _ = SystemCalls.Close(socket);
        }

        return (descriptor, name);
    }

    private static void SetUp(int socket, string name, TapSettings settings)
    {
        Span<byte> request = stackalloc byte[RequestBytes];
        if (settings.MacAddress is { } mac)
        {
            Begin(request, name);
            BinaryPrimitives.WriteInt16LittleEndian(request[NameBytes..], EthernetHardware);
            mac.Write(request[(NameBytes + 2)..]);
            Control(socket, SetHardwareAddress, request, "set the hardware address");
        }

        BeginAddress(request, name, settings.Address.Value);
        Control(socket, SetAddress, request, "set the address");
        BeginAddress(request, name, settings.Mask);
        Control(socket, SetMask, request, "set the network mask");
        Begin(request, name);
        BinaryPrimitives.WriteInt32LittleEndian(request[NameBytes..], settings.MtuBytes);
        Control(socket, SetMtu, request, "set the MTU");
        Begin(request, name);
        Control(socket, GetFlags, request, "read the flags");
        short flags = BinaryPrimitives.ReadInt16LittleEndian(request[NameBytes..]);
        BinaryPrimitives.WriteInt16LittleEndian(request[NameBytes..], (short)(flags | UpAndRunning));
        Control(socket, SetFlags, request, "set it going");
    }

    private static void Begin(Span<byte> request, string name)
    {
        if (name.Length >= NameBytes)
        {
            throw new IOException($"{name}: an interface's name has at most {NameBytes - 1} characters");
        }

        request.Clear();
        Encoding.ASCII.GetBytes(name, request);
    }

    private static void BeginAddress(Span<byte> request, string name, uint address)
    {
        Begin(request, name);
        BinaryPrimitives.WriteInt16LittleEndian(request[NameBytes..], InternetFamily);
        BinaryPrimitives.WriteUInt32BigEndian(request[(NameBytes + 4)..], address);
    }

    private static void Control(int descriptor, nuint call, Span<byte> request, string what)
    {
        fixed (byte* bytes = request)
        {
            if (CallDevice(descriptor, call, bytes) != 0)
            {
                throw Failure($"cannot {what}", "CAP_NET_ADMIN");
            }
        }
    }

    private static IOException Failure(string what, string need) => new(
        $"{what}: {Marshal.GetLastPInvokeErrorMessage()}"
        + $" (needs {need}: run as root, or give the program that right)");

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int socket, byte* address, uint length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetSocketOption(int socket, int level, int option, byte* value, uint length);

    [LibraryImport(Library, EntryPoint = "recvfrom", SetLastError = true)]
    private static partial nint ReceiveFrom(
        int socket, byte* buffer, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport(
        Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int CallDevice(int descriptor, nuint call, byte* request);
}
