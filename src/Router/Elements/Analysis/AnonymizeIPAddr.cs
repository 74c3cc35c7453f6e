using System.Buffers.Binary;
using Xia.Internet.Wire;
using Xia.Kernel.Checksums;
using Xia.Router.Graph;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis;

/// <summary>Replaces addresses of IP packets by others that share prefixes as the originals do.</summary>
/// <syntax>AnonymizeIPAddr([keywords CLASS 0, PRESERVE_8])</syntax>
/// <remarks>
/// The replacement is drawn from the element's random stream: the same in every run with the same seed.
/// 0.0.0.0 and 255.255.255.255 stay. CLASS keeps so many leading one bits, and so the first address classes
/// apart; PRESERVE_8 lists first bytes that stay as they are. The header checksum is adjusted. Packets
/// without IP header leave at output 1, if there is one.
/// </remarks>
public sealed class AnonymizeIPAddr : SimpleElement
{
    private const int AddressBits = 32;
    private const int ChecksumOffset = 10;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;

    private readonly List<byte> _preserved = [];
    private int _class;
    private ulong _key;

    /// <inheritdoc/>
    public override string ClassName => "AnonymizeIPAddr";

    /// <inheritdoc/>
    public override string PortCounts => "1/1-2";

    /// <inheritdoc/>
    public override string Processing => "a/ah";

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _class = arguments.Keyword("CLASS", ArgumentTypes.Int32(0, AddressBits), 0);
        string preserved = arguments.Keyword("PRESERVE_8", ArgumentTypes.Text, "");
        foreach (string word in ArgumentText.Words(preserved))
        {
            if (ArgumentTypes.Int32(0, byte.MaxValue)(word, out int first, out _))
            {
                _preserved.Add((byte)first);
            }
            else
            {
                arguments.Error("PRESERVE_8: parse error");
            }
        }
    }

    /// <inheritdoc/>
    public override string? Initialize()
    {
        _key = Environment.Randomness.Stream(Name).NextUInt64();
        return null;
    }

    /// <inheritdoc/>
    protected override Packet? Process(Packet packet)
    {
        if (packet.NetworkHeader.Length < Ipv4Header.LengthBytes)
        {
            Divert(1, packet);
            return null;
        }

        Span<byte> header = packet.WritableNetworkHeader();
        Replace(header, SourceOffset);
        Replace(header, DestinationOffset);
        return packet;
    }

    private void Replace(Span<byte> header, int offset)
    {
        uint before = BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
        uint after = Anonymize(before);
        BinaryPrimitives.WriteUInt32BigEndian(header[offset..], after);
        ushort checksum = BinaryPrimitives.ReadUInt16BigEndian(header[ChecksumOffset..]);
        BinaryPrimitives.WriteUInt16BigEndian(
            header[ChecksumOffset..], InternetChecksum.Update(checksum, before, after));
    }

    // Who would take the place of an address that stays gets the place that this one left.
    private uint Anonymize(uint address)
    {
        if (address is 0 or uint.MaxValue)
        {
            return address;
        }

        uint replaced = Map(address);
        for (int steps = 0; replaced is 0 or uint.MaxValue && steps < 2; steps++)
        {
            replaced = Map(replaced);
        }

        return replaced;
    }

    // Each bit is flipped or not by what stands before it, so that equal prefixes stay equal.
    private uint Map(uint address)
    {
        uint flips = 0;
        for (int bit = 0; bit < AddressBits; bit++)
        {
            uint prefix = bit == 0 ? 0 : address >> (AddressBits - bit);
            if (!IsFixed(prefix, bit) && (Mix(_key ^ ((ulong)prefix << 8) ^ (ulong)bit) & 1) != 0)
            {
                flips |= 1U << (AddressBits - 1 - bit);
            }
        }

        return address ^ flips;
    }

    private bool IsFixed(uint prefix, int bit)
    {
        if (bit < _class && prefix == (1UL << bit) - 1)
        {
            return true;
        }

        if (bit < 8)
        {
            foreach (byte preserved in _preserved)
            {
                if (preserved >> (8 - bit) == prefix)
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58_476d_1ce4_e5b9;
        value = (value ^ (value >> 27)) * 0x94d0_49bb_1331_11eb;
        return value ^ (value >> 31);
    }
}
