namespace Xia.Router.Platform;

/// <summary>A configuration that another one includes.</summary>
/// <param name="FileName">Its name in messages; one library has one name.</param>
/// <param name="Text">What it says, one byte per character.</param>
public sealed record RouterLibrary(string FileName, string Text);
