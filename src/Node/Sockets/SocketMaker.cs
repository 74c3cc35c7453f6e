using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Xia.Internet.Wire;
using Xia.Node.Polling;
using Xia.Router.Platform;

namespace Xia.Node.Sockets;

/// <summary>Makes, binds and connects sockets; what fails says which call did.</summary>
internal static class SocketMaker
{
    private const int ConnectSeconds = 5;

    /// <summary>A socket of the kind that a place needs.</summary>
    public static Socket Make(SocketType type, SocketPlace place, SocketOptions options)
    {
        bool isInternet = place.Path is null;
        bool isStream = type == SocketType.Stream;
        ProtocolType protocol = !isInternet ? ProtocolType.Unspecified
            : isStream ? ProtocolType.Tcp
            : ProtocolType.Udp;
        Socket socket = Get("socket", () => new Socket(
            isInternet ? AddressFamily.InterNetwork : AddressFamily.Unix, type, protocol));
        try
        {
            Set(socket, isInternet && isStream, options);
            return socket;
        }
        catch (IOException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Binds a socket.</summary>
    public static void Bind(Socket socket, SocketPlace place)
    {
        EndPoint own = EndPointOf("bind", place);
        if (place.Path is { } path && !IsAbstract(path) && !Directory.Exists(FolderOf(path)))
        {
            // The library has another word for it.
            throw new IOException("bind: No such file or directory");
        }

        Try("bind", () => socket.Bind(own));
    }

    /// <summary>Connects a socket, within some seconds.</summary>
    public static unsafe void Connect(Socket socket, SocketPlace place)
    {
        SocketAddress target = EndPointOf("connect", place).Serialize();
        socket.Blocking = false;
        fixed (byte* bytes = target.Buffer.Span)
        {
            if (SystemCalls.Connect((int)socket.Handle, bytes, (uint)target.Size) == 0)
            {
                return;
            }
        }

        int error = SystemError.Last;
        if (error == SystemError.InProgress)
        {
            error = socket.Poll(TimeSpan.FromSeconds(ConnectSeconds), SelectMode.SelectWrite)
                ? SystemError.Of((int)socket.Handle)
                : SystemError.TimedOut;
        }

        if (error != 0)
        {
            throw new IOException($"connect: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    /// <summary>The connected socket of a descriptor.</summary>
    public static Socket Adopt(int descriptor)
    {
        // The library would find out only when it is used.
        if (SystemError.Of(descriptor) is not 0 and var error)
        {
            throw new IOException($"descriptor {descriptor}: {Marshal.GetPInvokeErrorMessage(error)}");
        }

        return new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
    }

    /// <summary>A place as the library takes it.</summary>
    public static EndPoint EndPointOf(string call, SocketPlace place)
    {
        if (place.Path is not { } path)
        {
            byte[] bytes = new byte[IpAddress.LengthBytes];
            place.Address.Write(bytes);
            return new IPEndPoint(new IPAddress(bytes), place.Port);
        }

        return Get(call, () => new UnixDomainSocketEndPoint(path));
    }

    /// <summary>Does something, and says which call failed.</summary>
    public static void Try(string call, Action action) => Get(call, () =>
    {
        action();
        return 0;
    });

    private static bool IsAbstract(string path) => path.StartsWith('\0');

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";

    private static T Get<T>(string call, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (SocketException wrong)
        {
            throw new IOException($"{call}: {wrong.Message}");
        }
        catch (ArgumentException)
        {
            throw new IOException($"{call}: File name too long");
        }
    }

    private static void Set(Socket socket, bool isTcp, SocketOptions options)
    {
        if (isTcp && options.IsPrompt)
        {
            Try("setsockopt(TCP_NODELAY)", () => socket.NoDelay = true);
        }

        if (options.SendBufferBytes is { } sendBytes)
        {
            Try("setsockopt(SO_SNDBUF)", () => socket.SendBufferSize = sendBytes);
        }

        if (options.ReceiveBufferBytes is { } receiveBytes)
        {
            Try("setsockopt(SO_RCVBUF)", () => socket.ReceiveBufferSize = receiveBytes);
        }
    }
}
