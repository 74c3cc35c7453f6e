using System.Globalization;
using Xia.Laboratory.Results;

namespace Xia.Cli.Output;

/// <summary>
/// Says how far the arms are: one line that changes on a terminal, rarer and rarer lines elsewhere.
/// </summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider clock) : IProgress<RunProgress>
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, RunProgress> _arms = new(StringComparer.Ordinal);
    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _next;
    private int _shownLength;

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            _arms[value.Arm] = value;
            TimeSpan elapsed = clock.GetElapsedTime(_start);
            if (elapsed < _next)
            {
                return;
            }

            string text = string.Join("   ", _arms.Values.Select(Describe));
            if (terminal.IsErrorRedirected)
            {
                _next = elapsed < FirstInterval ? FirstInterval : elapsed * 2;
                terminal.Error.WriteLine(text);
            }
            else
            {
                _next = elapsed + TerminalInterval;
                terminal.Error.Write('\r' + text.PadRight(_shownLength));
                _shownLength = text.Length;
            }
        }
    }

    /// <summary>Takes the line away, so that what follows stands alone.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            if (!terminal.IsErrorRedirected && _shownLength > 0)
            {
                terminal.Error.Write('\r' + new string(' ', _shownLength) + '\r');
                _shownLength = 0;
            }
        }
    }

    private static string Describe(RunProgress arm) => string.Create(
        CultureInfo.InvariantCulture,
        $"{arm.Arm} {arm.Now.TotalSeconds:0.0} s of {arm.Until.TotalSeconds:0.0} s");
}
