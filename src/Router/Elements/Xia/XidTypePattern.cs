using System.Runtime.CompilerServices;
using Xia.Overlay.Identifiers;
using Xia.Overlay.Wire;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Xia;

/// <summary>A condition on the principal types of an XIP packet.</summary>
internal readonly struct XidTypePattern
{
    private readonly Subject _subject;
    private readonly XidType _first;
    private readonly XidType _second;

    private XidTypePattern(Subject subject, XidType first, XidType second)
    {
        _subject = subject;
        _first = first;
        _second = second;
    }

    private enum Subject
    {
        Source,
        Destination,
        Both,
        Either,
        Next,
        Any,
    }

    /// <summary>Reads a pattern as <see cref="XIAXIDTypeClassifier"/> describes it.</summary>
    public static bool TryParse(string text, out XidTypePattern pattern)
    {
        List<string> words = ArgumentText.Words(text);
        XidType second = XidType.None;
        pattern = default;
        if (words is ["-"])
        {
            pattern = new XidTypePattern(Subject.Any, XidType.None, XidType.None);
            return true;
        }

        bool isPair = words.Count > 0 && words[0] is "src_and_dst" or "src_or_dst";
        if (words.Count != (isPair ? 3 : 2) || !XidTypeNames.TryParse(words[1], out XidType first)
            || (isPair && !XidTypeNames.TryParse(words[2], out second)))
        {
            return false;
        }

        Subject? subject = words[0] switch
        {
            "src" => Subject.Source,
            "dst" => Subject.Destination,
            "src_and_dst" => Subject.Both,
            "src_or_dst" => Subject.Either,
            "next" => Subject.Next,
            _ => null,
        };
        if (subject is not { } known)
        {
            return false;
        }

        pattern = new XidTypePattern(known, first, second);
        return true;
    }

    /// <summary>Whether a packet, whose data starts at the XIP header, fits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Fits(Packet packet)
    {
        ReadOnlySpan<byte> data = packet.Data;
        if (_subject == Subject.Next)
        {
            int row = XipPath.NextRow(data, packet.Annotations.PathIndex);
            return row >= 0 && XipPath.TypeAt(data, row) == _first;
        }

        return _subject switch
        {
            Subject.Source => XipPath.SourceType(data) == _first,
            Subject.Destination => XipPath.DestinationType(data) == _first,
            Subject.Both => XipPath.SourceType(data) == _first && XipPath.DestinationType(data) == _second,
            Subject.Either => XipPath.SourceType(data) == _first || XipPath.DestinationType(data) == _second,
            _ => true,
        };
    }
}
