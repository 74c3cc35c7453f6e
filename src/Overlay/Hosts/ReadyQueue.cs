using System.Diagnostics.CodeAnalysis;

namespace Xia.Overlay.Hosts;

/// <summary>The associations that may have something to send, one turn for each.</summary>
internal sealed class ReadyQueue
{
    private Association? _first;
    private Association? _last;

    /// <summary>Whether none waits.</summary>
    public bool IsEmpty => _first is null;

    /// <summary>Adds an association unless it is there already.</summary>
    public void Add(Association association)
    {
        if (association.IsReady || association.IsRemoved)
        {
            return;
        }

        association.IsReady = true;
        if (_last is null)
        {
            _first = association;
        }
        else
        {
            _last.NextReady = association;
        }

        _last = association;
    }

    /// <summary>Takes the first one out.</summary>
    public bool TryTake([NotNullWhen(true)] out Association? association)
    {
        association = _first;
        if (association is null)
        {
            return false;
        }

        _first = association.NextReady;
        _last = _first is null ? null : _last;
        association.NextReady = null;
        association.IsReady = false;
        return true;
    }
}
