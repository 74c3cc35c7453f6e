using System.Text;
using System.Text.RegularExpressions;

namespace Xia.Click.Tests.Harness;

/// <summary>Reads test files: sections that start at a line <c>%name arguments</c>.</summary>
internal sealed partial class ClickTestReader
{
    private readonly string _path;
    private readonly string _text;
    private readonly List<ClickTest> _tests = [];
    private readonly HashSet<(string, string)> _files = [];
    private ClickTest _test;
    private int _at;
    private int _line = 1;

    private ClickTestReader(string path, string text)
    {
        _path = path;
        _text = text;
        _test = new ClickTest(path, 1);
    }

    public static List<ClickTest> ReadFile(string path) => Read(path, Load(path, 0));

    public static List<ClickTest> Read(string path, string text) => new ClickTestReader(path, text).Read();

    private static string Load(string path, int depth)
    {
        const int MaximumDepth = 16;
        string text = File.ReadAllText(path, Encoding.Latin1);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return depth == MaximumDepth ? text : IncludeLine().Replace(
            text, match => Load(Path.Combine(folder, match.Groups[1].Value.Trim()), depth + 1));
    }

    private List<ClickTest> Read()
    {
        _ = TakeText(null);
        while (_at < _text.Length)
        {
            int line = _line;
            string head = TakeLine().TrimEnd('\n');
            string[] words = head[1..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            string name = words.Length == 0 ? "" : words[0].ToLowerInvariant();
            if (name == "eof")
            {
                break;
            }

            if (name == "eot")
            {
                _ = TakeText(null);
                Finish(line);
                continue;
            }

            ReadSection(name, words.Length == 0 ? [] : words[1..], line, head);
        }

        Finish(_line);
        return _tests;
    }

    private void Finish(int line)
    {
        if (_test.Scripts.Count > 0 || _test.Errors.Count > 0 || _test.Requirements.Count > 0)
        {
            _tests.Add(_test);
        }

        _test = new ClickTest(_path, line);
        _files.Clear();
    }

    private void ReadSection(string name, string[] words, int line, string head)
    {
        SectionOptions options = SectionOptions.Read(words);
        string text = options.Decode(TakeText(options.LengthBytes));
        switch (name)
        {
            case "script" or "test":
                _test.Scripts.Add(text);
                break;
            case "require":
                _test.Requirements.Add(text);
                break;
            case "info" or "desc" or "cut":
                break;
            case "file" or "stdin" or "input":
                AddFiles(options, "stdin", text, line, head);
                break;
            case "expect" or "stdout" or "output" or "stderr":
                AddExpectations(options, name == "stderr" ? "stderr" : "stdout", ExpectationKind.Braces, text, line);
                break;
            case "expectv" or "verbatim":
                AddExpectations(options, "stdout", ExpectationKind.Verbatim, text, line);
                break;
            case "expectx":
                AddExpectations(options, "stdout", ExpectationKind.Regex, text, line);
                break;
            case "ignore":
                AddIgnored(options, ExpectationKind.Braces, text, line);
                break;
            case "ignorev":
                AddIgnored(options, ExpectationKind.Verbatim, text, line);
                break;
            case "ignorex":
                AddIgnored(options, ExpectationKind.Regex, text, line);
                break;
            default:
                _test.Errors.Add($"{_path}:{line}: unrecognized command '{head}'");
                break;
        }
    }

    private void AddFiles(SectionOptions options, string otherwise, string text, int line, string head)
    {
        foreach (string name in options.NamesOr(otherwise))
        {
            if (name.StartsWith('/') || name.EndsWith('/') || name.Contains("//", StringComparison.Ordinal)
                || name.Split('/').Contains(".."))
            {
                _test.Errors.Add($"{_path}:{line}: bad filename '{head}'");
            }
            else
            {
                _test.Files[name] = text;
            }
        }
    }

    private void AddExpectations(
        SectionOptions options, string otherwise, ExpectationKind kind, string text, int line)
    {
        foreach (string name in options.NamesOr(otherwise))
        {
            if (!_files.Add((name, "expect")) && !options.IsAlternate)
            {
                _test.Errors.Add($"{_path}:{line}: '{name}' is expected twice; an alternate says -a");
            }

            _test.Expectations.Add(options.Of(name, kind, text, line));
        }
    }

    private void AddIgnored(SectionOptions options, ExpectationKind kind, string text, int line)
    {
        foreach (string name in options.NamesOr(ClickTest.AllFiles))
        {
            _test.Ignored.Add(options.Of(name, kind, text, line));
        }
    }

    // Everything up to the next section, or exactly so many bytes and the rest thrown away.
    private string TakeText(int? length)
    {
        if (length is { } exact)
        {
            string taken = _text.Substring(_at, Math.Min(exact, _text.Length - _at));
            _at += taken.Length;
            _line += taken.Count(at => at == '\n');
            if (_at < _text.Length && _at > 0 && _text[_at - 1] != '\n')
            {
                _ = TakeLine();
            }

            _ = TakeText(null);
            return taken;
        }

        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != '%')
        {
            string line = TakeLine();
            text.Append(line.StartsWith("\\%", StringComparison.Ordinal) ? line[1..] : line);
        }

        return text.ToString();
    }

    private string TakeLine()
    {
        int end = _text.IndexOf('\n', _at);
        end = end < 0 ? _text.Length : end + 1;
        string line = _text[_at..end];
        _at = end;
        _line++;
        return line;
    }

    [GeneratedRegex(@"^%\s*include\s+(\S+)[^\n]*\n?", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex IncludeLine();
}
