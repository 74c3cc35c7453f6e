using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>Reads the instructions of a script.</summary>
internal sealed class ScriptParser
{
    /// <summary>Labels that <c>goto</c> knows without a definition.</summary>
    private static readonly string[] OwnLabels =
        ["exit", "end", "stop", "error", "begin", "loop"];

    private readonly List<ScriptInstruction> _instructions = [];
    private readonly List<string> _errors = [];

    /// <summary>What is wrong, in Click's words.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads all arguments; errors are collected.</summary>
    public IReadOnlyList<ScriptInstruction> Read(IEnumerable<string> arguments)
    {
        foreach (string argument in arguments)
        {
            (string word, string rest) = FirstWord(argument);
            if (word.Length == 0)
            {
                continue;
            }

            if (ReadInstruction(word, rest) is { } instruction)
            {
                _instructions.Add(instruction);
            }
            else
            {
                _errors.Add($"syntax error at '{word}'");
            }
        }

        foreach (ScriptInstruction instruction in _instructions)
        {
            if (instruction.Operation == ScriptOperation.Goto && !IsLabel(instruction.Name))
            {
                _errors.Add($"no such label '{instruction.Name}'");
            }
        }

        return _instructions;
    }

    /// <summary>The first word, and what follows it without blanks at its ends.</summary>
    public static (string Word, string Tail) FirstWord(string text)
    {
        string trimmed = text.Trim();
        int end = 0;
        while (end < trimmed.Length && !char.IsWhiteSpace(trimmed[end]))
        {
            end = WordPieceEnd(trimmed, end);
        }

        return (trimmed[..end], trimmed[end..].TrimStart());
    }

    /// <summary>Whether a text may name a variable.</summary>
    public static bool IsVariable(string name) =>
        name.Length > 0 && name.All(at => char.IsAsciiLetterOrDigit(at) || at == '_');

    // Quotes and handler calls belong to one word.
    private static int WordPieceEnd(string text, int start)
    {
        if (text[start] == '$' && start + 1 < text.Length && text[start + 1] == '(')
        {
            return ScriptText.CallEnd(text, start + 1) is int close and >= 0 ? close + 1 : text.Length;
        }

        return ArgumentText.PieceEnd(text, start, out _);
    }

    private static ScriptInstruction? ReadInstruction(string word, string rest)
    {
        (string name, bool unquotes) =
            word.Length > 2 && word[^1] == 'q' ? (word[..^1], true) : (word, false);
        return name switch
        {
            "set" => Variable(ScriptOperation.Set, rest, unquotes, textNeeded: true),
            "init" => Variable(ScriptOperation.Initialize, rest, unquotes, textNeeded: true),
            "export" => Variable(ScriptOperation.Export, rest, unquotes, textNeeded: false),
            "print" => Printing(rest, unquotes, endsLine: true),
            "printn" => Printing(rest, unquotes, endsLine: false),
            "read" => Call(ScriptOperation.Read, rest, unquotes),
            "write" => Call(ScriptOperation.Write, rest, unquotes),
            "return" => new(ScriptOperation.Return) { Text = rest, Unquotes = unquotes },
            "error" => new(ScriptOperation.Error) { Text = rest, Unquotes = unquotes },
            _ => unquotes ? null : ReadPlain(word, rest),
        };
    }

    private static ScriptInstruction? ReadPlain(string word, string rest) => word switch
    {
        "save" => Saving(rest, appends: false),
        "append" => Saving(rest, appends: true),
        "pause" or "wait_step" or "wait_stop" => Pause(rest),
        "wait" when rest.Length == 0 => Pause(rest),
        "wait" or "wait_time" or "wait_for" => Wait(rest),
        "label" => rest.Length > 0 && FirstWord(rest).Tail.Length == 0
            ? new(ScriptOperation.Label) { Name = rest }
            : null,
        "goto" => Jump(rest),
        "loop" when rest.Length == 0 => new(ScriptOperation.Goto) { Name = "loop" },
        "end" when rest.Length == 0 => new(ScriptOperation.End),
        "exit" when rest.Length == 0 => new(ScriptOperation.Exit),
        "stop" when rest.Length == 0 => new(ScriptOperation.Stop),
        _ => null,
    };

    private static ScriptInstruction? Variable(
        ScriptOperation operation, string rest, bool unquotes, bool textNeeded)
    {
        (string name, string text) = FirstWord(rest);
        return IsVariable(name) && !(textNeeded && name.Length == 0)
            ? new(operation) { Name = name, Text = text, Unquotes = unquotes }
            : null;
    }

    private static ScriptInstruction? Printing(string rest, bool unquotes, bool endsLine)
    {
        string? file = null;
        bool appends = rest.StartsWith(">>", StringComparison.Ordinal);
        if (rest.StartsWith('>'))
        {
            (file, rest) = FirstWord(rest[(appends ? 2 : 1)..]);
            if (file.Length == 0)
            {
                return null;
            }
        }

        return new(ScriptOperation.Print)
        {
            Text = rest,
            File = file,
            Appends = appends,
            Unquotes = unquotes,
            EndsLine = endsLine,
        };
    }

    private static ScriptInstruction? Call(ScriptOperation operation, string rest, bool unquotes) =>
        rest.Length == 0 ? null : new(operation) { Text = rest, Unquotes = unquotes };

    private static ScriptInstruction? Saving(string rest, bool appends)
    {
        (string handler, string file) = FirstWord(rest);
        return file.Length == 0
            ? null
            : new(ScriptOperation.Save) { Text = handler, File = file, Appends = appends };
    }

    private static ScriptInstruction? Pause(string rest)
    {
        if (rest.Length == 0)
        {
            return new(ScriptOperation.Pause);
        }

        return ArgumentTypes.Int32(0)(rest, out int count, out _)
            ? new(ScriptOperation.Pause) { StepCount = count }
            : null;
    }

    private static ScriptInstruction? Wait(string rest)
    {
        if (rest.Contains('$', StringComparison.Ordinal))
        {
            return new(ScriptOperation.Wait) { Text = rest };
        }

        return ArgumentTypes.Duration(rest, out Duration delay, out _)
            ? new(ScriptOperation.Wait) { Delay = delay }
            : null;
    }

    private static ScriptInstruction? Jump(string rest)
    {
        (string label, string condition) = FirstWord(rest);
        return label.Length == 0 ? null : new(ScriptOperation.Goto) { Name = label, Text = condition };
    }

    private bool IsLabel(string name) => OwnLabels.Contains(name) || _instructions.Exists(
        instruction => instruction.Operation == ScriptOperation.Label && instruction.Name == name);
}
