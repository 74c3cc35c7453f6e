using System.Buffers.Binary;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Xia.Node.Devices;
using Xia.Node.Polling;

namespace Xia.Node.Tests.Devices;

/// <summary>
/// A network of a test's own: interfaces that it makes are seen by nobody else and end with it.
/// </summary>
/// <remarks>
/// Linux gives a network namespace to a thread; whoever may not make one may not make interfaces either,
/// which the test then checks instead.
/// </remarks>
internal static partial class NetworkNamespace
{
    private const int NewNetwork = 0x40000000;
    private const int NotPermitted = 1;
    private const int NetlinkFamily = 16;
    private const int RawType = 3;
    private const ushort DeleteLink = 17;
    private const ushort Request = 1;
    private const int MessageBytes = 32;
    private const nuint SetFlags = 0x8914;
    private const nuint GetFlags = 0x8913;

    /// <summary>Runs a test in a network of its own; or, where that is refused, another one.</summary>
    public static void Run(Action test, Action whenRefused)
    {
        ExceptionDispatchInfo? wrong = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(NewNetwork) == 0)
                {
                    test();
                }
                else
                {
                    Assert.That(Marshal.GetLastPInvokeError(), Is.EqualTo(NotPermitted));
                    whenRefused();
                }
            }
            catch (Exception thrown)
            {
                wrong = ExceptionDispatchInfo.Capture(thrown);
            }
        });
        thread.Start();
        thread.Join();
        wrong?.Throw();
    }

    /// <summary>Sets an interface going, or halts it.</summary>
    public static void SetUp(string name, bool isUp)
    {
        int socket = LinuxNetwork.OpenControl();
        var request = new InterfaceRequest(stackalloc byte[InterfaceRequest.LengthBytes], name);
        request.Call(socket, GetFlags, "read the flags");
        request.Flags = (short)(isUp ? request.Flags | 1 : request.Flags & ~1);
        request.Call(socket, SetFlags, "write the flags");
        _ = SystemCalls.Close(socket);
    }

    /// <summary>Takes an interface away.</summary>
    public static unsafe void Remove(int index)
    {
        // struct nlmsghdr: length 4 | type 2 | flags 2 | sequence 4 | port 4
        // struct ifinfomsg: family and type 4 | index 4 | flags 4 | change 4
        Span<byte> message = stackalloc byte[MessageBytes];
        message.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(message, MessageBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(message[4..], DeleteLink);
        BinaryPrimitives.WriteUInt16LittleEndian(message[6..], Request);
        BinaryPrimitives.WriteInt32LittleEndian(message[20..], index);
        int socket = SystemCalls.OpenSocket(NetlinkFamily, RawType, 0);
        fixed (byte* bytes = message)
        {
            Assert.That((int)SystemCalls.Write(socket, bytes, MessageBytes), Is.EqualTo(MessageBytes));
        }

        _ = SystemCalls.Close(socket);
    }

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);
}
