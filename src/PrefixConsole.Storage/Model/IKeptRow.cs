namespace PrefixConsole.Storage.Model;

/// <summary>A row that must not be lost once it was acknowledged. Its id makes writing it twice harmless.</summary>
public interface IKeptRow
{
    Guid Id { get; }
}
