using System.Globalization;
using System.Text;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Standard;

/// <summary>Prints each packet: label, length, first bytes in hexadecimal.</summary>
/// <remarks>
/// Print([LABEL, MAXLENGTH 24], keywords TIMESTAMP false, CONTENTS true, ACTIVE true) — one input, one
/// output, agnostic. MAXLENGTH -1 prints all bytes. Goes to the text sink of the environment.
/// </remarks>
public sealed class Print : SimpleElement
{
    private const int DefaultLengthBytes = 24;

    private readonly StringBuilder _line = new();
    private string _label = "";
    private int _maximumLengthBytes;
    private bool _timestamp;
    private bool _contents;
    private bool _active;

    /// <inheritdoc/>
    public override string ClassName => "Print";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _label = arguments.Positional("LABEL", ArgumentTypes.Text, "");
        _maximumLengthBytes = arguments.Positional("MAXLENGTH", ArgumentTypes.Int32(-1), DefaultLengthBytes);
        _timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, false);
        _contents = arguments.Keyword("CONTENTS", ArgumentTypes.Bool, true);
        _active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("active", () => _active ? "true\n" : "false\n");
        handlers.Write("active", text =>
            ArgumentTypes.Bool(text.Trim(), out _active, out _) ? null : "syntax error");
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (!_active || Environment.Console is not { } console)
        {
            return packet;
        }

        _line.Clear();
        if (_label.Length > 0)
        {
            _line.Append(_label).Append(": ");
        }

        if (_timestamp)
        {
            long nanoseconds = packet.Annotations.Timestamp.Nanoseconds;
            _line.Append(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000_000}.")
                .Append(CultureInfo.InvariantCulture, $"{nanoseconds % 1_000_000_000:d9}: ");
        }

        _line.Append(CultureInfo.InvariantCulture, $"{packet.LengthBytes,4}");
        if (_contents)
        {
            AppendContents(packet.Data);
        }

        console.WriteMessage(_line.ToString());
        return packet;
    }

    private void AppendContents(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> shown = _maximumLengthBytes >= 0 && _maximumLengthBytes < data.Length
            ? data[.._maximumLengthBytes]
            : data;
        _line.Append(" | ");
        for (int index = 0; index < shown.Length; index++)
        {
            if (index > 0 && index % 4 == 0)
            {
                _line.Append(' ');
            }

            _line.Append(CultureInfo.InvariantCulture, $"{shown[index]:x2}");
        }
    }
}
