using Xia.Overlay.Addresses;
using Xia.Overlay.Identifiers;

namespace Xia.Overlay.Rebinding;

/// <summary>Finds in an address who may move an association to it: its one HID.</summary>
internal static class Authority
{
    /// <summary>
    /// The only HID among the rows of an address; false when there is none or more than one.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> rows, out Xid authority)
    {
        authority = default;
        for (int offset = 0; offset + DagRow.LengthBytes <= rows.Length; offset += DagRow.LengthBytes)
        {
            Xid node = Xid.Read(rows[offset..]);
            if (node.Type != XidType.Hid || node == authority)
            {
                continue;
            }

            if (!authority.IsNone)
            {
                return false;
            }

            authority = node;
        }

        return !authority.IsNone;
    }
}
