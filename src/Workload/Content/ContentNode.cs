namespace Xia.Workload.Content;

/// <summary>A content that has occurred, while a trace's contents are worked out.</summary>
internal struct ContentNode
{
    /// <summary>The content that it followed from; 0 is the page of zeroes.</summary>
    public int Parent;

    /// <summary>The change that led here, or -1 - the number of its start.</summary>
    public int Change;

    /// <summary>How many changes since its start or its nearest kept copy.</summary>
    public int Depth;

    /// <summary>The number of a kept copy of its bytes, or -1.</summary>
    public int Kept;

    /// <summary>Where its random zone starts.</summary>
    public ushort ZoneStart;

    /// <summary>Where its random zone ends.</summary>
    public ushort ZoneEnd;

    /// <summary>Its compressed size, or 0 where nobody asked.</summary>
    public ushort CompressedBytes;
}
