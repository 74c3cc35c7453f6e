namespace Xia.Kernel.MessagePack;

/// <summary>
/// MessagePack bytes that end early, are of another type than asked for, or exceed a bound.
/// </summary>
public sealed class MessagePackSerializationException(string message) : Exception(message);
