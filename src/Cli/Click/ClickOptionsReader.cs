namespace Xia.Cli.Click;

/// <summary>
/// Reads a command line as Click does: short options may be joined, long ones cut short; <c>NAME=VALUE</c>.
/// </summary>
internal static class ClickOptionsReader
{
    private const int MaximumThreadCount = 256;

    private static readonly (char Letter, string Word, bool TakesValue)[] Known =
    [
        ('f', "file", true), ('e', "expression", true), ('j', "threads", true), ('p', "port", true),
        ('u', "unix-socket", true), ('R', "allow-reconfigure", false), ('h', "handler", true),
        ('x', "exit-handler", true), ('o', "output", true), ('q', "quit", false), ('t', "time", false),
        ('w', "no-warnings", false), ('\0', "simtime", false), ('\0', "socket", true),
        ('C', "clickpath", true), ('\0', "help", false),
        ('v', "version", false), ('V', "version", false), ('\0', "warnings", false),
    ];

    internal static ClickOptions Read(ReadOnlySpan<string> args)
    {
        var options = new ClickOptions();
        bool onlyPositional = false;
        for (int index = 0; index < args.Length; index++)
        {
            string arg = args[index];
            if (onlyPositional || arg.Length < 2 || arg[0] != '-')
            {
                ReadPositional(options, arg);
            }
            else if (arg == "--")
            {
                onlyPositional = true;
            }
            else if (arg[1] == '-')
            {
                ReadWord(options, arg, args, ref index);
            }
            else
            {
                ReadLetters(options, arg, args, ref index);
            }
        }

        return options;
    }

    private static void ReadPositional(ClickOptions options, string arg)
    {
        int equals = arg.IndexOf('=');
        bool isVariable = equals > 0
            && arg.AsSpan(0, equals).ToString().All(at => char.IsAsciiLetterOrDigit(at) || at == '_');
        if (isVariable)
        {
            options.Variables[arg[..equals]] = arg[(equals + 1)..];
        }
        else
        {
            SetFile(options, arg);
        }
    }

    private static void ReadWord(
        ClickOptions options, string arg, ReadOnlySpan<string> args, ref int index)
    {
        int equals = arg.IndexOf('=');
        string word = equals < 0 ? arg[2..] : arg[2..equals];
        string? value = equals < 0 ? null : arg[(equals + 1)..];
        string? found = null;
        bool takesValue = false;
        foreach ((_, string known, bool takes) in Known)
        {
            if (known == word || (found is null && known.StartsWith(word, StringComparison.Ordinal)))
            {
                (found, takesValue) = (known, takes);
            }
        }

        if (found is null)
        {
            throw new ClickUsageException($"unrecognized option '{arg}'");
        }

        if (takesValue)
        {
            value ??= ++index < args.Length
                ? args[index]
                : throw new ClickUsageException($"option '--{found}' requires an argument");
        }

        Apply(options, found, value ?? "");
    }

    private static void ReadLetters(
        ClickOptions options, string arg, ReadOnlySpan<string> args, ref int index)
    {
        for (int at = 1; at < arg.Length; at++)
        {
            string? found = null;
            bool takesValue = false;
            foreach ((char letter, string known, bool takes) in Known)
            {
                if (letter == arg[at] && found is null)
                {
                    (found, takesValue) = (known, takes);
                }
            }

            if (found is null)
            {
                throw new ClickUsageException($"unrecognized option '-{arg[at]}'");
            }

            if (!takesValue)
            {
                Apply(options, found, "");
                continue;
            }

            string value = at + 1 < arg.Length ? arg[(at + 1)..]
                : ++index < args.Length ? args[index]
                : throw new ClickUsageException($"option '-{arg[at]}' requires an argument");
            Apply(options, found, value);
            return;
        }
    }

    private static void SetFile(ClickOptions options, string file)
    {
        RefuseSecond(options);
        options.File = file;
    }

    private static void RefuseSecond(ClickOptions options)
    {
        if (options.HasGraph)
        {
            throw new ClickUsageException("router configuration specified twice", isWhole: true);
        }
    }

    private static void Apply(ClickOptions options, string word, string value)
    {
        switch (word)
        {
            case "file":
                SetFile(options, value);
                break;
            case "expression":
                RefuseSecond(options);
                options.Expression = value;
                break;
            case "threads":
                options.ThreadCount = int.TryParse(value, out int count)
                    && count is > 0 and <= MaximumThreadCount
                    ? count
                    : throw new ClickUsageException(
                        $"option '--threads' expects a number up to 256, not '{value}'");
                break;
            case "port":
                options.ControlPorts.Add(value);
                break;
            case "unix-socket":
                options.ControlSockets.Add(value);
                break;
            case "socket":
                options.ControlDescriptors.Add(int.TryParse(value, out int descriptor)
                    ? descriptor
                    : throw new ClickUsageException($"'--socket' expects an integer, not '{value}'"));
                break;
            case "handler":
                options.Handlers.Add(value);
                break;
            case "exit-handler":
                options.ExitHandler = value;
                break;
            case "output":
                options.OutputFile = value;
                break;
            case "clickpath":
                options.Path = value;
                break;
            default:
                ApplySwitch(options, word);
                break;
        }
    }

    private static void ApplySwitch(ClickOptions options, string word)
    {
        switch (word)
        {
            case "allow-reconfigure":
                options.AllowsReconfiguration = true;
                break;
            case "quit":
                options.Quits = true;
                break;
            case "time":
                options.PrintsTime = true;
                break;
            case "no-warnings":
                options.HidesWarnings = true;
                break;
            case "warnings":
                options.HidesWarnings = false;
                break;
            case "simtime":
                options.IsSimulated = true;
                break;
            case "help":
                options.ShowsHelp = true;
                break;
            default:
                options.ShowsVersion = true;
                break;
        }
    }
}
