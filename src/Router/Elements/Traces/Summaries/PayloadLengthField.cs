using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>How long the payload is.</summary>
internal sealed class PayloadLengthField : SummaryField
{
    private const int BinaryBytes = 4;

    /// <summary>The field <c>payload_len</c>.</summary>
    public PayloadLengthField()
        : base("payload_len") => Order = SummaryOrder.Payload + 1;

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        line.Append(Get(view));
        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record) =>
        record.AppendBinary(Get(view), BinaryBytes);

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        bool read = SummaryWords.TryReadNumber(word, out ulong value) && value <= uint.MaxValue;
        if (read)
        {
            Set(draft, (uint)value);
        }

        return read;
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => BinaryBytes;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft)
    {
        Set(draft, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return true;
    }

    // A length below zero wraps around, as the 32 bits of the format do.
    private static uint Get(SummaryView view)
    {
        uint length = (uint)PayloadPlace.Of(view).LengthBytes;
        return !view.HasIp || view.CountsExtraLength
            ? length + view.Packet.Annotations.ExtraLengthBytes
            : length;
    }

    private static void Set(SummaryDraft draft, uint lengthBytes)
    {
        if (PayloadPlace.Prepare(draft) is { } offset)
        {
            PayloadPlace.Account(draft, offset, lengthBytes);
        }
    }
}
