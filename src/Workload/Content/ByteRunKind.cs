namespace Xia.Workload.Content;

/// <summary>How the bytes of a run change; the letters are those of <see cref="PageChange"/>.</summary>
internal enum ByteRunKind : byte
{
    /// <summary>A: by one plain value.</summary>
    Narrow,

    /// <summary>B: by random values.</summary>
    Wide,

    /// <summary>D: into a copy of bytes of the random zone.</summary>
    Copy,

    /// <summary>C: by the tail's value.</summary>
    Tail,
}
