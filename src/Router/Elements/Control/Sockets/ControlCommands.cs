using System.Globalization;
using System.Text;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;

namespace Xia.Router.Elements.Control.Sockets;

/// <summary>Executes the commands of Click's control protocol and words their answers.</summary>
internal sealed class ControlCommands(ControlSocket owner, Action<string> send)
{
    private const int Done = 200;
    private const int SyntaxError = 500;
    private const int Unimplemented = 501;
    private const int NoSuchElement = 510;
    private const int NoSuchHandler = 511;
    private const int HandlerError = 520;
    private const int LowLevelCallError = 522;
    private const int PermissionDenied = 530;
    private const int Unspecified = 590;

    private static readonly string[] Help =
    [
        "Commands supported:",
        "READ handler [arg...]   call read handler, return DATA",
        "READDATA handler len    call read handler with len data bytes, return DATA",
        "READUNTIL handler term  call read handler, take data until term, return DATA",
        "WRITE handler [arg...]  call write handler",
        "WRITEDATA handler len   call write handler, pass len data bytes",
        "WRITEUNTIL handler term call write handler, take data until term",
        "CHECKREAD handler       check if read handler is valid",
        "CHECKWRITE handler      check if write handler is valid",
        "LLRPC elt#number [len]  call LLRPC, pass len data bytes, return DATA",
        "QUIT                    close connection",
    ];

    /// <summary>Executes a command and answers; false when it has the wrong number of words.</summary>
    public bool TryExecute(string verb, string[] words, string data)
    {
        string name = words.Length > 1 ? words[1] : "";
        switch (verb)
        {
            case "READ" or "GET" or "READDATA" or "READUNTIL" when words.Length >= 2:
                Read(name, data);
                return true;
            case "WRITE" or "SET" or "WRITEDATA" or "WRITEUNTIL" when words.Length >= 2:
                Write(name, data);
                return true;
            case "CHECKREAD" when words.Length == 2:
                Check(name, isWrite: false);
                return true;
            case "CHECKWRITE" when words.Length == 2:
                Check(name, isWrite: true);
                return true;
            case "LLRPC" when words.Length is 2 or 3:
                CallLowLevel(name, data);
                return true;
            case "HELP":
                Answer(Done, Help);
                return true;
            case "READ" or "GET" or "READDATA" or "READUNTIL"
                or "WRITE" or "SET" or "WRITEDATA" or "WRITEUNTIL"
                or "CHECKREAD" or "CHECKWRITE" or "LLRPC" or "QUIT":
                return false;
            default:
                Answer(Unimplemented, $"Command '{verb}' unimplemented");
                return true;
        }
    }

    private void Read(string name, string data)
    {
        if (Find(name, isWrite: false, out string path) is not { } handler)
        {
            return;
        }

        if (data.Length > 0 && !handler.TakesParameter)
        {
            Answer(
                Unspecified,
                $"Read handler '{name}' error:",
                $"read handler '{name}' does not take parameters");
            return;
        }

        try
        {
            string value = owner.Router.ReadHandler(path, data);

            // One line is a value; its line feed is for people.
            if (!handler.Flags.HasFlag(HandlerFlags.Raw) && value.IndexOf('\n') == value.Length - 1)
            {
                value = value.TrimEnd('\n');
            }

            Answer(Done, $"Read handler '{name}' OK");
            SendData(value);
        }
        catch (HandlerException refused)
        {
            Answer(HandlerError, [$"Read handler '{name}' error:", .. refused.Message.Split('\n')]);
        }
    }

    private void Write(string name, string data)
    {
        if (Find(name, isWrite: true, out string path) is null)
        {
            return;
        }

        try
        {
            owner.Router.WriteHandler(path, data);
            Answer(Done, $"Write handler '{name}' OK");
        }
        catch (HandlerException refused)
        {
            Answer(HandlerError, [$"Write handler '{name}' error:", .. refused.Message.Split('\n')]);
        }
    }

    private void Check(string name, bool isWrite)
    {
        if (Find(name, isWrite, out _) is not null)
        {
            Answer(Done, $"{(isWrite ? "Write" : "Read")} handler '{name}' OK");
        }
    }

    // The handler, or an answer that says why there is none.
    private Handler? Find(string name, bool isWrite, out string path)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        path = owner.Proxy is { } proxy ? $"{proxy.Name}.{name}" : name;
        if (dot > 0 && owner.Proxy is null)
        {
            Element? element = FindElement(name[..dot]);
            if (element is null)
            {
                Answer(NoSuchElement, $"No element named '{name[..dot]}'");
                return null;
            }

            path = element.Name + name[dot..];
        }

        Handler? handler = owner.Router.FindHandler(path);
        if (handler is null || handler.Flags.HasFlag(HandlerFlags.Private))
        {
            Answer(NoSuchHandler, $"No handler named '{name}'");
            return null;
        }

        if (isWrite ? handler.Write is null : handler.Read is null)
        {
            Answer(NoSuchHandler, $"Handler '{name}' not {(isWrite ? "writable" : "readable")}");
            return null;
        }

        if (isWrite && owner.IsReadOnly)
        {
            Answer(PermissionDenied, $"Permission denied for '{name}'");
            return null;
        }

        return handler;
    }

    private Element? FindElement(string name)
    {
        if (owner.Router.Find<Element>(name) is { } element)
        {
            return element;
        }

        return int.TryParse(name, out int number) && number > 0 && number <= owner.Router.Elements.Count
            ? owner.Router.Elements[number - 1]
            : null;
    }

    private void CallLowLevel(string name, string data)
    {
        int mark = name.IndexOf('#', StringComparison.Ordinal);
        if (mark < 0 || !uint.TryParse(
            name.AsSpan(mark + 1), NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out uint value))
        {
            Answer(SyntaxError, $"Syntax error in LLRPC name '{name}'");
            return;
        }

        var number = new LowLevelCallNumber(value);
        if (FindElement(name[..mark]) is not { } element)
        {
            Answer(NoSuchElement, $"No element named '{name[..mark]}'");
        }
        else if (!number.IsFlat)
        {
            Answer(Unimplemented, $"Cannot call LLRPC '{name}' remotely");
        }
        else if (data.Length != number.InputBytes)
        {
            Answer(LowLevelCallError, $"LLRPC requires {number.InputBytes} bytes input data");
        }
        else if (owner.IsReadOnly && number.InputBytes > 0)
        {
            Answer(PermissionDenied, $"Permission denied for '{name}'");
        }
        else if ((element as ILowLevelCalls)
            ?.Answer(number.Call, Encoding.Latin1.GetBytes(data)) is { } answer)
        {
            Answer(Done, $"LLRPC '{name}' OK");
            SendData(Encoding.Latin1.GetString(answer));
        }
        else
        {
            Answer(LowLevelCallError, $"LLRPC '{name}' error: Invalid argument");
        }
    }

    private void SendData(string value) => send($"DATA {value.Length}\r\n{value}");

    private void Answer(int code, params string[] lines)
    {
        var text = new StringBuilder();
        for (int index = 0; index < lines.Length; index++)
        {
            char mark = index + 1 < lines.Length ? '-' : ' ';
            text.Append(code).Append(mark).Append(lines[index]).Append("\r\n");
        }

        send(text.ToString());
    }
}
