using System.Security.Cryptography;
using Xia.Router.Elements.Printing;
using Xia.Router.Language;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>The payload, or a hash of it.</summary>
internal sealed class PayloadField : SummaryField
{
    private const string HashAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@";

    private readonly PayloadForm _form;

    /// <summary>A form of the payload.</summary>
    public PayloadField(string name, PayloadForm form)
        : base(name)
    {
        _form = form;
        Order = SummaryOrder.Payload;
    }

    /// <inheritdoc/>
    public override bool CanRead => _form == PayloadForm.Text;

    /// <inheritdoc/>
    public override bool CanBeBinary => _form != PayloadForm.Text;

    /// <inheritdoc/>
    public override bool TryWrite(SummaryView view, ByteText line)
    {
        if (!TryFind(view, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        switch (_form)
        {
            case PayloadForm.Text:
                line.AppendQuoted(payload);
                break;
            case PayloadForm.HexHash:
                foreach (byte at in Hash(payload, stackalloc byte[MD5.HashSizeInBytes]))
                {
                    line.AppendHex(at);
                }

                break;
            default:
                AppendHash(line, Hash(payload, stackalloc byte[MD5.HashSizeInBytes]));
                break;
        }

        return true;
    }

    /// <inheritdoc/>
    public override void WriteBinary(SummaryView view, ByteText record)
    {
        TryFind(view, out ReadOnlySpan<byte> payload);
        record.Append(Hash(payload, stackalloc byte[MD5.HashSizeInBytes]));
    }

    /// <inheritdoc/>
    public override bool TryRead(ReadOnlySpan<byte> word, SummaryDraft draft)
    {
        draft.Value.Clear();
        draft.Value.Append(ArgumentText.Unquote(SummaryWords.Text(word)));
        ReadOnlySpan<byte> payload = draft.Value.Bytes;
        if (PayloadPlace.Prepare(draft) is { } offset && payload.Length > 0)
        {
            Place(draft, PayloadPlace.Account(draft, offset, (uint)payload.Length), payload);
        }

        return true;
    }

    /// <inheritdoc/>
    public override int BinaryLength(ReadOnlySpan<byte> rest) => MD5.HashSizeInBytes;

    /// <inheritdoc/>
    public override bool TryReadBinary(ReadOnlySpan<byte> bytes, SummaryDraft draft) => false;

    // A packet whose headers are cut short has no place for a payload.
    private static void Place(SummaryDraft draft, int offset, ReadOnlySpan<byte> payload)
    {
        int end = offset + payload.Length;
        if (!draft.IsTooLong && offset <= draft.LengthBytes
            && (draft.LengthBytes >= end || draft.Extend(end - draft.LengthBytes)))
        {
            draft.Write(offset, payload);
        }
    }

    // What there is of the payload; there is nothing to show when it starts behind the packet's end.
    private static bool TryFind(SummaryView view, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        (int offset, int length) = PayloadPlace.Of(view);
        if (length == 0)
        {
            return true;
        }

        if (offset >= view.Packet.LengthBytes)
        {
            return false;
        }

        int present = Math.Max(0, view.LengthBytes - offset);
        int start = Math.Max(0, offset);
        payload = view.Packet.Data.Slice(start, length < 0 ? present : Math.Min(length, present));
        return true;
    }

    private static ReadOnlySpan<byte> Hash(ReadOnlySpan<byte> payload, Span<byte> hash)
    {
#pragma warning disable CA5351 // The format names this hash; nothing is secured by it.
        MD5.HashData(payload, hash);
#pragma warning restore CA5351
        return hash;
    }

    // Six bits a character, from the lowest bit of the first byte on.
    private static void AppendHash(ByteText line, ReadOnlySpan<byte> hash)
    {
        for (int bit = 0; bit < hash.Length * 8; bit += 6)
        {
            int index = bit / 8;
            int next = index + 1 < hash.Length ? hash[index + 1] : 0;
            line.Append(HashAlphabet[((hash[index] | (next << 8)) >> (bit % 8)) & 0x3f]);
        }
    }
}
