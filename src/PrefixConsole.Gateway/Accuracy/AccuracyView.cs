using System.Collections.Immutable;

namespace PrefixConsole.Gateway.Accuracy;

/// <summary>Accuracy over a window.</summary>
/// <param name="Window">The window.</param>
/// <param name="By">What the rows are.</param>
/// <param name="Fleet">Sums of all.</param>
/// <param name="Key">Row that density and calibration are of; null for all.</param>
/// <param name="Density">Requests by captured and delivered share, of the row or of all.</param>
/// <param name="Calibration">What was delivered where so much was expected, of the row or of all.</param>
/// <param name="Rows">Sums by key, in order of the names; empty by fleet. Only keys that served in the window.</param>
public sealed record AccuracyView(
    AccuracyWindow Window,
    AccuracyDimension By,
    AccuracyTotals Fleet,
    string? Key,
    AccuracyDensity Density,
    AccuracyCalibration Calibration,
    ImmutableArray<AccuracyRow> Rows);
