using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Printing;

/// <summary>Prints each packet: label, length, first bytes.</summary>
/// <syntax>
/// Print([LABEL, MAXLENGTH 24, keywords CONTENTS HEX, TIMESTAMP false, PRINTANNO false, HEADROOM false,
/// ACTIVE true])
/// </syntax>
/// <remarks>
/// MAXLENGTH -1 prints all bytes. CONTENTS is NONE, HEX or ASCII. PRINTANNO prints the 48 bytes of
/// annotations, HEADROOM the room before and after the data. A line goes to the console.
/// </remarks>
/// <handler name="active" access="rw">Whether packets are printed.</handler>
public sealed class Print : PrintingElement
{
    private const int DefaultLengthBytes = 24;
    private const int LengthWidth = 4;

    private string _label = "";
    private int _maximumLengthBytes;
    private ContentsForm _contents;
    private bool _timestamp;
    private bool _annotations;
    private bool _headroom;

    /// <inheritdoc/>
    public override string ClassName => "Print";

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        string label = arguments.Positional("LABEL", ArgumentTypes.Text, "");
        int length = arguments.Positional("MAXLENGTH", ArgumentTypes.Int32(), DefaultLengthBytes);
        length = arguments.Keyword("LENGTH", ArgumentTypes.Int32(), length);
        length = arguments.Keyword("NBYTES", ArgumentTypes.Int32(), length);
        string form = arguments.Keyword("CONTENTS", ArgumentTypes.Word, "HEX");
        bool timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, false);
        bool annotations = arguments.Keyword("PRINTANNO", ArgumentTypes.Bool, false);
        bool active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        bool headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Bool, false);
        arguments.Complete();
        ContentsForm? contents = ContentsText.Parse(form);
        if (arguments.Errors.Count == 0 && contents is null)
        {
            arguments.Error(
                $"bad contents value '{form.ToUpperInvariant()}'; should be 'NONE', 'HEX', or 'ASCII'");
        }

        if (arguments.Errors.Count > 0)
        {
            return;
        }

        (_label, _maximumLengthBytes, _contents) = (label, length, contents!.Value);
        (_timestamp, _annotations, _headroom) = (timestamp, annotations, headroom);
        IsActive = active;
    }

    private protected override bool Describe(Packet packet)
    {
        Line.Append(_label);
        if (_timestamp)
        {
            Separate();
            Line.Append(packet.Annotations.Timestamp);
        }

        Separate();
        Line.AppendPadded(packet.LengthBytes, LengthWidth);
        if (_headroom)
        {
            Line.Append(" (h").Append(packet.HeadroomBytes)
                .Append(" t").Append(packet.TailroomBytes).Append(')');
        }

        if (_annotations)
        {
            Line.Append(" | ");
            foreach (byte at in packet.Annotations.Area)
            {
                Line.AppendHex(at);
            }
        }

        ReadOnlySpan<byte> data = ContentsText.Cut(packet.Data, _maximumLengthBytes);
        if (_contents != ContentsForm.None && data.Length > 0)
        {
            Line.Append(" | ");
            ContentsText.Append(Line, data, _contents);
        }

        return true;
    }

    private void Separate()
    {
        if (Line.Length > 0)
        {
            Line.Append(": ");
        }
    }
}
