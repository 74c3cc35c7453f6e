using System.Text;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>The handlers of a script besides arithmetic and logic: steps, variables, texts, files.</summary>
internal sealed class ScriptOwnHandlers(Script script, ScriptMachine machine)
{
    private const int MaximumFileBytes = 1 << 26;
    private const long RandomBound = 1L << 31;

    /// <summary>Adds the handlers.</summary>
    public void AddTo(HandlerTable handlers)
    {
        handlers.Write("step", Step);
        handlers.Write("goto", Goto);
        handlers.ReadWith("get", text => machine.Variables.Find(text.Trim())
            ?? throw new HandlerException($"undefined variable '{text.Trim()}'"));
        handlers.Write("set", Set);
        handlers.ReadWith("shift", Shift);
        handlers.ReadWith("first", text => ArgumentText.Words(text).FirstOrDefault() ?? "");
        handlers.ReadWith("length", text => $"{text.Length}");
        handlers.ReadWith("unquote", ScriptText.Unquote);
        handlers.ReadWith("sprintf", ScriptFormat.Format);
        handlers.ReadWith("random", Random);
        handlers.ReadWith("readable", text => Exist(text, isWrite: false));
        handlers.ReadWith("writable", text => Exist(text, isWrite: true));
        handlers.Read("now", Now);
        handlers.ReadWith("cat", text => ReadFile(ScriptText.Unquote(text)), HandlerFlags.Private);
        handlers.ReadWith(
            "catq", text => ArgumentText.Quote(ReadFile(ScriptText.Unquote(text))), HandlerFlags.Private);
        handlers.ReadWith("kill", Kill, HandlerFlags.Private);
    }

    private string? Step(string text)
    {
        int count = 1;
        if (text.Trim().Length > 0 && !ArgumentTypes.Int32(0)(text.Trim(), out count, out _))
        {
            return "syntax error";
        }

        script.Step(count);
        return null;
    }

    private string? Goto(string text) =>
        script.TryGoto(text.Trim()) ? null : "jump to nonexistent label";

    private string? Set(string text)
    {
        (string name, string value) = ScriptParser.FirstWord(text);
        if (!ScriptParser.IsVariable(name))
        {
            return "syntax error";
        }

        machine.Variables.Set(name, value);
        return null;
    }

    private string Shift(string text)
    {
        string name = text.Trim().Length == 0 ? "args" : text.Trim();
        string value = machine.Variables.Find(name)
            ?? throw new HandlerException($"undefined variable '{name}'");
        (string first, string rest) = ScriptParser.FirstWord(value);
        machine.Variables.Set(name, rest);
        return first;
    }

    private string Random(string text)
    {
        long[] bounds =
        [
            .. ArgumentText.Words(text).Select(word => ArgumentTypes.Int64()(word, out long bound, out _)
                ? bound
                : throw new HandlerException("syntax error")),
        ];
        return bounds switch
        {
            [] => $"{Draw(0, RandomBound)}",
            [> 0] => $"{Draw(0, bounds[0])}",
            [_, _] when bounds[0] <= bounds[1] && bounds[1] < long.MaxValue =>
                $"{Draw(bounds[0], bounds[1] + 1)}",
            _ => throw new HandlerException("bad range"),
        };
    }

    // Under RandomSeed all draw from one sequence.
    private long Draw(long start, long end) => script.Router.SharedRandomness is { } shared
        ? start + (shared.NextUInt31() % (end - start))
        : script.Random().NextInt64(start, end);

    private string Exist(string text, bool isWrite) => ScriptLogic.Text(
        ArgumentText.Words(text).TrueForAll(name => machine.Handlers.Exists(name, isWrite)));

    private string Now()
    {
        long nanoseconds = script.Clock.Nanoseconds;
        return $"{nanoseconds / 1_000_000_000}.{nanoseconds % 1_000_000_000:d9}";
    }

    private string ReadFile(string path)
    {
        if (script.Router.Environment.Files is not { } files)
        {
            throw new HandlerException($"{path}: no files here");
        }

        try
        {
            using Stream stream = files.OpenRead(path.Trim());
            using var bytes = new MemoryStream();
            byte[] piece = new byte[4096];
            while (stream.Read(piece) is int length and > 0)
            {
                bytes.Write(piece, 0, length);
                if (bytes.Length > MaximumFileBytes)
                {
                    throw new HandlerException($"{path}: longer than {MaximumFileBytes} bytes");
                }
            }

            return Encoding.Latin1.GetString(bytes.ToArray());
        }
        catch (IOException wrong)
        {
            throw new HandlerException($"{path}: {wrong.Message}");
        }
    }

    private string Kill(string text)
    {
        List<string> words = ArgumentText.Words(text);
        if (script.Router.Environment.Signals is not { } signals || words.Count < 2
            || signals.NumberOf(words[0]) is not { } signal)
        {
            throw new HandlerException("bad signal number");
        }

        foreach (string word in words.Skip(1))
        {
            if (!ArgumentTypes.Int32()(word, out int process, out _))
            {
                throw new HandlerException("bad process number");
            }

            if (signals.Send(signal, process) is { } error)
            {
                throw new HandlerException(error);
            }
        }

        return "";
    }
}
