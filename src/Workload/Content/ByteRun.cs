namespace Xia.Workload.Content;

/// <summary>Neighbouring bytes of a page that change together.</summary>
internal readonly record struct ByteRun(ushort Start, ushort LengthBytes, ByteRunKind Kind);
