using System.Text;
using Xia.Router.Platform;

namespace Xia.Router.Elements.Control.Sockets;

/// <summary>One connection of a control socket: cuts what arrives into commands.</summary>
/// <remarks>
/// A command is a line that ends with CR, LF or CRLF, words separated by blanks; some are followed by a
/// number of bytes, or by lines up to a terminator. Whoever sends more than <see cref="MaximumBytes"/>
/// without a whole command, or as many in the lines of one, loses the connection. Who does not take the
/// answers is not heard until he does: commands wait with the system, not here.
/// </remarks>
internal sealed class ControlConnection(ControlSocket owner, IRouterConnection connection)
    : IConnectionReceiver
{
    internal const int MaximumBytes = 1 << 24;
    private const string Greeting = "Click::ControlSocket/1.3\r\n";

    private readonly ControlInput _input = new();
    private readonly StringBuilder _data = new();
    private string[]? _command;
    private int _bytesMissing;
    private string? _terminator;
    private bool _isAdvancing;
    private bool _isLast;
    private bool _isClosed;

    /// <summary>Whose it is.</summary>
    public ControlSocket Owner { get; set; } = owner;

    /// <summary>Says which protocol is spoken.</summary>
    public void Greet() => Send(Greeting);

    /// <inheritdoc/>
    public void OnReceived(ReadOnlySpan<byte> bytes)
    {
        if (_isClosed)
        {
            return;
        }

        _input.Append(bytes);
        Advance();
        if (!_isClosed && _input.LengthBytes > MaximumBytes)
        {
            Refuse("521 Data too big\r\n");
        }
    }

    /// <inheritdoc/>
    public void OnRoom() => Advance();

    /// <inheritdoc/>
    public void OnClosed()
    {
        _isLast = true;
        Advance();
        if (_input.LengthBytes > 0 && _command is null)
        {
            _input.Append("\n"u8);
            Advance();
        }

        Close();
    }

    /// <summary>Says why, and ends the connection.</summary>
    public void Refuse(string reason)
    {
        Send(reason);
        Close();
    }

    /// <summary>Ends the connection.</summary>
    public void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            connection.Close();
            Owner.Forget(this);
        }
    }

    /// <summary>
    /// Goes on with what arrived; commands wait while a graph is about to take over, or answers to earlier
    /// ones for the client.
    /// </summary>
    public void Advance()
    {
        // An answer that cannot be sent ends the connection from inside a turn.
        if (_isAdvancing)
        {
            return;
        }

        _isAdvancing = true;
        while (!_isClosed && !Owner.IsReplacing && (_isLast || !connection.IsFull) && TryAdvance())
        {
            // Each turn takes a line, or a command's data.
        }

        connection.IsPaused = connection.IsFull;
        _isAdvancing = false;
    }

    private bool TryAdvance()
    {
        if (_command is { } command && _terminator is null)
        {
            return TryTakeData(command);
        }

        if (_input.TakeLine() is not { } line)
        {
            return false;
        }

        if (_command is not null)
        {
            TakeDataLine(line);
            return true;
        }

        Begin(line);
        return true;
    }

    private bool TryTakeData(string[] command)
    {
        if (_input.Take(_bytesMissing) is not { } data)
        {
            return false;
        }

        _command = null;
        Execute(command, data);
        return true;
    }

    private void TakeDataLine(string line)
    {
        if (line.TrimEnd() != _terminator)
        {
            if (_data.Length + line.Length >= MaximumBytes)
            {
                Refuse("521 Data too big\r\n");
                return;
            }

            _data.Append(line).Append('\n');
            return;
        }

        string[] command = _command!;
        (_command, _terminator) = (null, null);
        string data = _data.ToString();
        _data.Clear();
        Execute(command, data);
    }

    private void Begin(string line)
    {
        string[] words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return;
        }

        string verb = words[0].ToUpperInvariant();
        bool takesLength = verb is "READDATA" or "WRITEDATA" || (verb == "LLRPC" && words.Length == 3);
        if (takesLength && words.Length == 3)
        {
            if (!int.TryParse(words[2], out _bytesMissing) || _bytesMissing is < 0 or > MaximumBytes)
            {
                Send("500 Syntax error in data length\r\n");
                _bytesMissing = 0;
                return;
            }

            _command = words;
        }
        else if (verb is "READUNTIL" or "WRITEUNTIL" && words.Length is 2 or 3)
        {
            _command = words;
            _terminator = words.Length == 3 ? words[2] : "";
        }
        else if (takesLength)
        {
            Send("500 Wrong number of arguments\r\n");
        }
        else
        {
            string trimmed = line.Trim();
            int verbEnd = words[0].Length;
            string rest = words.Length < 2 ? "" : trimmed[verbEnd..].TrimStart();
            string arguments = words.Length < 3 ? "" : rest[words[1].Length..].TrimStart();
            Execute(words, arguments);
        }
    }

    private void Execute(string[] words, string data)
    {
        string verb = words[0].ToUpperInvariant();
        var commands = new ControlCommands(Owner, Send);
        if (verb == "QUIT" && words.Length == 1)
        {
            Send("200 Goodbye!\r\n");
            Close();
        }
        else if (!commands.TryExecute(verb, words, data))
        {
            Send("500 Wrong number of arguments\r\n");
        }
    }

    private void Send(string text)
    {
        if (!connection.Send(Encoding.Latin1.GetBytes(text)))
        {
            // It is too much, or nobody takes it any more.
            Close();
        }
    }
}
