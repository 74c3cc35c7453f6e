using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Xia.Laboratory.Scenarios.Yaml;

/// <summary>Reads one YAML document into values that know their positions.</summary>
/// <remarks>
/// Keys are plain texts and may stand once; anchors and aliases work, merge keys and tags do not. Depth and
/// size are bounded, an alias counting with all that it stands for.
/// </remarks>
internal sealed class YamlTree
{
    internal const int MaximumDepth = 32;
    internal const int MaximumValues = 100_000;

    private readonly string _source;
    private readonly MistakeList _mistakes;
    private readonly Parser _parser;
    private readonly bool _hasPositions;
    private readonly Dictionary<string, (YamlValue Value, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _valueCount;

    private YamlTree(string source, string text, bool hasPositions, MistakeList mistakes)
    {
        _source = source;
        _mistakes = mistakes;
        _parser = new Parser(new StringReader(text));
        _hasPositions = hasPositions;
    }

    /// <summary>Reads a document.</summary>
    /// <param name="source">What mistakes name as their file.</param>
    /// <param name="text">The document.</param>
    /// <param name="hasPositions">Whether lines and columns mean anything to the reader of a mistake.</param>
    /// <param name="mistakes">Takes what is wrong.</param>
    /// <returns>The document's value, or null if it is empty or its syntax is wrong.</returns>
    internal static YamlValue? Read(string source, string text, bool hasPositions, MistakeList mistakes)
    {
        var tree = new YamlTree(source, text, hasPositions, mistakes);
        try
        {
            return tree.ReadDocument();
        }
        catch (YamlException wrong)
        {
            mistakes.Add(tree.At(wrong.Start), $"this is not YAML: {FirstLine(wrong)}");
            return null;
        }
    }

    private static string FirstLine(YamlException wrong)
    {
        string message = (wrong.InnerException ?? wrong).Message;
        return message.Split('\n')[0].TrimEnd('.', '\r');
    }

    /// <summary>A copy, so that an override of one use of an anchor leaves the others alone.</summary>
    private static YamlValue Copy(YamlValue value)
    {
        switch (value)
        {
            case YamlList list:
                var items = new YamlList(list.Position);
                items.Items.AddRange(list.Items.Select(Copy));
                return items;
            case YamlMap map:
                var entries = new YamlMap(map.Position);
                entries.Entries.AddRange(
                    map.Entries.Select(entry => entry with { Value = Copy(entry.Value) }));
                return entries;
            default:
                return value;
        }
    }

    private SourcePosition At(Mark mark) => _hasPositions
        ? new SourcePosition(_source, (int)mark.Line, (int)mark.Column)
        : new SourcePosition(_source, 0, 0);

    private YamlValue? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        YamlValue value = ReadValue(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            _mistakes.Add(At(second.Start), "expected one document, found a second");
        }

        return value;
    }

    private YamlValue ReadValue(int depth)
    {
        ParsingEvent next = _parser.Consume<ParsingEvent>();
        SourcePosition position = At(next.Start);
        if (depth > MaximumDepth)
        {
            throw new YamlException(next.Start, next.End, $"nested deeper than {MaximumDepth} levels");
        }

        CountValues(next, 1);
        if (next is AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out (YamlValue Value, int Size) target))
            {
                throw new YamlException(
                    next.Start, next.End, $"no anchor '{alias.Value}' stands before this");
            }

            CountValues(next, target.Size);
            return Copy(target.Value);
        }

        int countBefore = _valueCount;
        YamlValue value = next switch
        {
            Scalar scalar => new YamlScalar(position, scalar.Value, scalar.Style != ScalarStyle.Plain),
            SequenceStart => ReadList(position, depth),
            MappingStart => ReadMap(position, depth),
            _ => throw new YamlException(next.Start, next.End, "expected a value"),
        };
        if (next is NodeEvent { Anchor: { IsEmpty: false } anchor })
        {
            _anchors[anchor.Value] = (value, _valueCount - countBefore);
        }

        return value;
    }

    private YamlList ReadList(SourcePosition position, int depth)
    {
        var list = new YamlList(position);
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            list.Items.Add(ReadValue(depth + 1));
        }

        return list;
    }

    private YamlMap ReadMap(SourcePosition position, int depth)
    {
        var map = new YamlMap(position);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            YamlValue key = ReadValue(depth + 1);
            YamlValue value = ReadValue(depth + 1);
            if (key is not YamlScalar { IsNull: false } name)
            {
                _mistakes.Add(key.Position, $"expected a key, found {key.Description}");
            }
            else if (map.Entries.Find(entry => entry.Key == name.Text) is { Value: not null } first)
            {
                string where = _hasPositions ? $" on line {first.KeyPosition.Line}" : "";
                _mistakes.Add(name.Position, $"duplicate key '{name.Text}'; it stands already{where}");
            }
            else
            {
                map.Entries.Add(new YamlMap.Entry(name.Text, name.Position, value));
            }
        }

        return map;
    }

    private void CountValues(ParsingEvent where, int count)
    {
        _valueCount += count;
        if (_valueCount > MaximumValues)
        {
            throw new YamlException(where.Start, where.End, $"more than {MaximumValues} values");
        }
    }
}
