namespace Xia.Overlay.Hosts;

/// <summary>
/// The checksum of payloads, for who changes packets on purpose, such as a laboratory that damages them.
/// </summary>
public static class PayloadSeal
{
    /// <summary>
    /// Makes the checksum of a payload of the kinds 0x01 to 0x06 right; false if the payload has none.
    /// </summary>
    public static bool TryRenew(Span<byte> payload)
    {
        if (payload.Length < PayloadPrefix.LengthBytes
            || payload[0] is < PayloadKind.Datagram or > PayloadKind.RebindingAcknowledgement)
        {
            return false;
        }

        PayloadPrefix.Seal(payload);
        return true;
    }
}
