using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Traces;

/// <summary>The range of times whose packets are taken from a capture file.</summary>
internal sealed class DumpRange
{
    private Duration _start;
    private Duration _startAfter;
    private Duration _end;
    private Duration _endAfter;
    private Duration _interval;
    private Instant _first;
    private Instant? _last;
    private bool _known;
    private bool _begun;

    /// <summary>Whether there is an end.</summary>
    public bool HasEnd => _end != Duration.Zero || _endAfter != Duration.Zero || _interval != Duration.Zero;

    /// <summary>Reads the keywords that set it.</summary>
    public void Read(ArgumentReader arguments)
    {
        _start = arguments.Keyword("START", ArgumentTypes.Duration);
        _startAfter = arguments.Keyword("START_AFTER", ArgumentTypes.Duration);
        _end = arguments.Keyword("END", ArgumentTypes.Duration);
        _endAfter = arguments.Keyword("END_AFTER", ArgumentTypes.Duration);
        _interval = arguments.Keyword("INTERVAL", ArgumentTypes.Duration);
    }

    /// <summary>Whether the keywords go together; an error text or null.</summary>
    public string? Check()
    {
        if (_start != Duration.Zero && _startAfter != Duration.Zero)
        {
            return "START and START_AFTER are mutually exclusive";
        }

        int ends = new[] { _end, _endAfter, _interval }.Count(end => end != Duration.Zero);
        return ends > 1 ? "END, END_AFTER, and INTERVAL are mutually exclusive" : null;
    }

    /// <summary>Judges the next packet; the first one judged sets what is relative.</summary>
    public DumpVerdict Judge(Instant time)
    {
        if (!_known)
        {
            Resolve(time);
        }

        if (!_begun && time < _first)
        {
            return DumpVerdict.Before;
        }

        _begun = true;
        if (_last is { } last && time >= last)
        {
            // What stays behind the end passes, unless somebody sets another end.
            _end = last - Instant.Zero;
            _last = null;
            return DumpVerdict.AtEnd;
        }

        return DumpVerdict.Inside;
    }

    /// <summary>Moves the end on.</summary>
    public void Extend(Duration extension)
    {
        if (_known && HasEnd)
        {
            _last = (_last ?? Instant.Zero + _end) + extension;
        }
        else
        {
            _end = _end == Duration.Zero ? _end : _end + extension;
            _endAfter = _endAfter == Duration.Zero ? _endAfter : _endAfter + extension;
            _interval = _interval == Duration.Zero ? _interval : _interval + extension;
        }
    }

    /// <summary>Takes the next packet for the first.</summary>
    public void Restart() => _known = false;

    private void Resolve(Instant time)
    {
        _known = true;
        _begun = false;
        _first = _start != Duration.Zero ? Instant.Zero + _start : time + _startAfter;
        if (_end != Duration.Zero)
        {
            _last = Instant.Zero + _end;
        }
        else if (_endAfter != Duration.Zero)
        {
            _last = time + _endAfter;
        }
        else if (_interval != Duration.Zero)
        {
            _last = _first + _interval;
        }
    }
}
