using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Packets;

namespace Xia.Node.Devices;

/// <summary>Linux's calls for its interfaces and for packet sockets; layouts as on 64-bit systems.</summary>
/// <remarks>
/// <code>
/// struct packet_mreq (16 bytes): index 4 | type 2 | length 2 | address 8
/// struct sockaddr_ll (20 bytes): family 2 | protocol 2 | index 4 | hardware 2 | kind 1 | length 1 | addr. 8
/// </code>
/// </remarks>
internal static unsafe class LinuxNetwork
{
    private const int LinkAddressBytes = 20;
    private const int LinkKindOffset = 10;
    private const int MembershipBytes = 16;

    private const int InternetFamily = 2;
    private const int PacketFamily = 17;
    private const int DatagramType = 2;
    private const int RawType = 3;
    private const int NonBlockingPrivate = 0x80800;
    private const int AllProtocols = 3;
    private const int PacketLevel = 263;
    private const int AddMembership = 1;
    private const int DropMembership = 2;
    private const ushort PromiscuousMembership = 1;

    private const nuint GetMtu = 0x8921;
    private const nuint GetHardwareAddress = 0x8927;
    private const nuint GetIndex = 0x8933;

    /// <summary>Opens a socket for calls about interfaces.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static int OpenControl()
    {
        int socket = SystemCalls.OpenSocket(InternetFamily, DatagramType | NonBlockingPrivate, 0);
        return socket >= 0
            ? socket
            : throw new IOException($"socket: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The interface of a name in this process's network namespace; null for none.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    public static DeviceIdentity? Find(string name)
    {
        if (!InterfaceRequest.CanName(name))
        {
            return null;
        }

        int socket = OpenControl();
        try
        {
            var request = new InterfaceRequest(stackalloc byte[InterfaceRequest.LengthBytes], name);
            if (!request.TryCall(socket, GetIndex))
            {
                return null;
            }

            int index = request.Number;
            request.Call(socket, GetMtu, "read the MTU");
            int mtuBytes = request.Number;
            request.Call(socket, GetHardwareAddress, "read the hardware address");
            return new DeviceIdentity(name, index, MacAddress.Read(request.HardwareAddress), mtuBytes);
        }
        finally
        {
            _ = SystemCalls.Close(socket);
        }
    }

    /// <summary>Opens a socket that sees the frames of an interface.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static int OpenPacketSocket(DeviceIdentity identity)
    {
        int socket = SystemCalls.OpenSocket(
            PacketFamily,
            RawType | NonBlockingPrivate,
            BinaryPrimitives.ReverseEndianness((ushort)AllProtocols));
        if (socket < 0)
        {
            throw SystemError.Failure($"{identity.Name}: packet socket", "CAP_NET_RAW");
        }

        Span<byte> address = stackalloc byte[LinkAddressBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(address, PacketFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], AllProtocols);
        BinaryPrimitives.WriteInt32LittleEndian(address[4..], identity.Index);
        fixed (byte* bytes = address)
        {
            if (SystemCalls.Bind(socket, bytes, LinkAddressBytes) != 0)
            {
                IOException failure = SystemError.Failure($"{identity.Name}: bind", "CAP_NET_RAW");
                _ = SystemCalls.Close(socket);
                throw failure;
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
            nint length = SystemCalls.ReceiveFrom(
                socket, bytes, (nuint)frame.Length, 0, address, &addressLength);

            // The kernel's numbers are those of the annotation.
            kind = length > 0 ? (PacketKind)address[LinkKindOffset] : PacketKind.Host;
            return (int)length;
        }
    }

    /// <summary>Lets a packet socket see frames to other stations as well, or no longer.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public static void SetPromiscuous(int socket, DeviceIdentity identity, bool isPromiscuous)
    {
        Span<byte> membership = stackalloc byte[MembershipBytes];
        membership.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(membership, identity.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(membership[4..], PromiscuousMembership);
        fixed (byte* bytes = membership)
        {
            int change = isPromiscuous ? AddMembership : DropMembership;
            if (SystemCalls.SetSocketOption(socket, PacketLevel, change, bytes, MembershipBytes) != 0)
            {
                throw SystemError.Failure($"{identity.Name}: promiscuous mode", "CAP_NET_RAW");
            }
        }
    }
}
