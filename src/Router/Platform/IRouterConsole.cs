namespace Xia.Router.Platform;

/// <summary>Where a graph's texts go; the driver provides it.</summary>
/// <remarks>Texts hold one byte per character, 0 to 255, as packets and files do.</remarks>
public interface IRouterConsole
{
    /// <summary>Writes to the standard output, as it is.</summary>
    void WriteOutput(string text);

    /// <summary>Writes a message or a warning; the line is complete without a line feed.</summary>
    void WriteMessage(string line);
}
