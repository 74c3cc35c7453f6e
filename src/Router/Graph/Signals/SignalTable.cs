namespace Xia.Router.Graph.Signals;

/// <summary>Gives the notifiers of a graph their signals, numbered per kind from 0.</summary>
internal sealed class SignalTable(bool isShared)
{
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>A new signal; off.</summary>
    public (SignalWord Word, uint Mask) Take(string kind)
    {
        if (!_kinds.TryGetValue(kind, out Kind? numbered))
        {
            numbered = new Kind();
            _kinds.Add(kind, numbered);
        }

        int bit = numbered.Count % SignalWord.SignalsPerWord;
        if (bit == 0)
        {
            numbered.Last = new SignalWord(kind, numbered.Count / SignalWord.SignalsPerWord)
            {
                IsShared = isShared,
            };
        }

        numbered.Count++;
        return (numbered.Last!, 1u << bit);
    }

    private sealed class Kind
    {
        public int Count { get; set; }

        public SignalWord? Last { get; set; }
    }
}
