using System.Globalization;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Chooses an output by the aggregate annotation.</summary>
/// <syntax>AggregateFilter(ACTION AGGREGATES, ...)</syntax>
/// <remarks>
/// ACTION is an output, allow (output 0), or drop or deny. AGGREGATES are numbers and ranges such as 0-98,
/// separated by blanks, or all or - for all others. The first rule that names a packet's aggregate counts;
/// packets that none names are dropped.
/// </remarks>
public sealed class AggregateFilter : Element
{
    private const int Drop = -1;

    // Sorted by their first aggregate; they do not overlap.
    private readonly List<(uint First, uint Last, int Port)> _ranges = [];
    private int _otherPort = Drop;

    /// <inheritdoc/>
    public override string ClassName => "AggregateFilter";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        bool decided = false;
        foreach ((int number, string rule) in arguments.Rest().Index())
        {
            List<string> words = ArgumentText.Words(rule);
            if (words.Count == 0)
            {
                arguments.Error($"empty pattern {number}");
            }
            else if (!decided)
            {
                decided = ReadRule(number, words, arguments);
            }
        }
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        int output = PortOf(packet.Annotations.Aggregate);
        if (output == Drop)
        {
            packet.Kill();
        }
        else
        {
            PushOrKill(output, packet);
        }
    }

    // Says whether nothing is left for the rules behind it.
    private bool ReadRule(int number, List<string> words, ArgumentReader arguments)
    {
        int port = Drop;
        if (words[0] is not ("drop" or "deny") && words[0] != "allow"
            && !ArgumentTypes.Int32(0)(words[0], out port, out _))
        {
            arguments.Error($"pattern {number}: expected a port number");
            return false;
        }

        port = words[0] == "allow" ? 0 : port;
        if (words.Count == 1)
        {
            arguments.Error($"pattern {number} has no aggregates");
            return false;
        }

        if (words is [_, "all" or "-"])
        {
            _otherPort = port;
            return true;
        }

        foreach (string word in words.Skip(1))
        {
            if (TryReadRange(word, out uint first, out uint last))
            {
                Add(first, last, port);
            }
            else
            {
                arguments.Error($"pattern {number}: bad aggregate number '{word}'");
            }
        }

        return false;
    }

    private static bool TryReadRange(string word, out uint first, out uint last)
    {
        string[] ends = word.Split('-', 2);
        bool read = uint.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out first);
        last = first;
        return read && (ends.Length == 1
            || uint.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out last));
    }

    // Adds what no earlier rule names.
    private void Add(uint first, uint last, int port)
    {
        long at = first;
        for (int index = 0; index < _ranges.Count && at <= last; index++)
        {
            (uint takenFirst, uint takenLast, _) = _ranges[index];
            if (takenLast < at)
            {
                continue;
            }

            if (takenFirst > at && takenFirst <= last)
            {
                _ranges.Insert(index, ((uint)at, takenFirst - 1, port));
                index++;
            }

            if (takenFirst > last)
            {
                break;
            }

            at = takenLast + 1L;
        }

        if (at <= last)
        {
            int place = _ranges.FindIndex(range => range.First > at);
            _ranges.Insert(place < 0 ? _ranges.Count : place, ((uint)at, last, port));
        }
    }

    private int PortOf(uint aggregate)
    {
        int low = 0;
        int high = _ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            (uint first, uint last, int port) = _ranges[middle];
            if (aggregate < first)
            {
                high = middle - 1;
            }
            else if (aggregate > last)
            {
                low = middle + 1;
            }
            else
            {
                return port;
            }
        }

        return _otherPort;
    }
}
