namespace PrefixConsole.Benchmarks.ReportedIndex;

/// <summary>As numbered in the file.</summary>
internal enum OperationKind
{
    Find = 1,
    Store = 2,
    Remove = 3,
}
