namespace Xia.Router.Platform;

/// <summary>Lets a graph's time run faster or slower than the world's; the driver provides it.</summary>
public interface ITimeWarp
{
    /// <summary>How many seconds of the graph pass in one of the world; 1 is real time.</summary>
    double Speed { get; set; }
}
