using System.Runtime.CompilerServices;

namespace Xia.Router.Packets;

/// <summary>Click's annotation area: bytes that elements address by offset.</summary>
[InlineArray(LengthBytes)]
internal struct AnnotationBytes
{
    /// <summary>Its size, as in Click.</summary>
    public const int LengthBytes = 48;

    private byte _first;
}
