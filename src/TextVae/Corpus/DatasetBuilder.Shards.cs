using TextVae.Corpus.Preparing;

namespace TextVae.Corpus;

/// <content>Datasets that several processes make, each of some of the inputs.</content>
public static partial class DatasetBuilder
{
    /// <summary>
    /// Reads and tokenises a share of the inputs, each whole, into a folder beside that of the dataset. Once all shards are there,
    /// <see cref="Merge"/> makes of them the dataset that <see cref="Prepare"/> would make, byte for byte.
    /// </summary>
    /// <param name="options">What and how: all inputs, in the same order in every shard.</param>
    /// <param name="outputFolder">The folder of the dataset.</param>
    /// <param name="shard">Which share.</param>
    /// <param name="progress">As of <see cref="Prepare"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="RecipeException">Options that cannot be used; all of them are listed.</exception>
    /// <exception cref="DataException">Inputs that cannot be read, or a folder that is there already or cannot be written to.</exception>
    /// <exception cref="TextVaeException">The disk is full or read-only.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static string PrepareShard(
        PrepareOptions options, string outputFolder, Shard shard, IProgress<PrepareProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputFolder);
        options.Require();
        var target = shard.FolderFor(outputFolder);
        return Guarded(target, () =>
        {
            ProgressReport report = new(progress, cancellation);
            var inputs = InputSet.Find(options);
            RequireNew(target);
            using var folder = OutputFolder.Create(target);
            foreach ((var number, var input) in inputs.Index().Where(input => shard.Has(input.Index)))
            {
                var hashed = InputSet.Hash([input], report);
                var temporaryFile = folder.File("provisional.tokens");
                using (var corpus = ProvisionalCorpus.Read(hashed, options, temporaryFile, report, mayBeEmpty: true))
                    PreparedPiece.Write(folder.Path, number, corpus, hashed[0], options);
                File.Delete(temporaryFile);
            }

            folder.Commit();
            return target;
        });
    }

    /// <summary>Makes a dataset of all its shards, and deletes them.</summary>
    /// <param name="options">What the shards were made with.</param>
    /// <param name="outputFolder">The folder of the dataset, which does not exist.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="progress">As of <see cref="Prepare"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 1 shards.</exception>
    /// <exception cref="RecipeException">Options that cannot be used; all of them are listed.</exception>
    /// <exception cref="DataException">A shard is missing, damaged or was made otherwise, no sentence is left, or the folder holds something.</exception>
    /// <exception cref="TextVaeException">The disk is full or read-only.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static DatasetInfo Merge(
        PrepareOptions options, string outputFolder, int shards, IProgress<PrepareProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        options.Require();
        return Guarded(outputFolder, () =>
        {
            ProgressReport report = new(progress, cancellation);
            RequireNew(outputFolder);
            string[] folders = [.. Enumerable.Range(1, shards).Select(number => new Shard(number, shards).FolderFor(outputFolder))];
            string[] missing = [.. folders.Where(folder => !Directory.Exists(folder))];
            if (missing.Length > 0)
            {
                throw new DataException(
                    $"Of {shards} shards {missing.Length} are missing: {Excerpt.List(missing)}. Make each of them, with the same inputs and options.");
            }

            var inputs = InputSet.Find(options);
            PreparedPiece[] pieces =
                [.. inputs.Select((input, number) => PreparedPiece.Open(folders[number % shards], number, input, options))];
            inputs = [.. inputs.Zip(pieces, (input, piece) => input with { Sha256 = piece.Info.Input.Sha256 })];
            using var folder = OutputFolder.Create(outputFolder);
            var temporaryFile = folder.File("provisional.tokens");
            DatasetInfo info;
            using (var corpus = ProvisionalCorpus.Merge(inputs, pieces, options, temporaryFile, report))
                info = new DatasetWriter(corpus, options, folder, report).Write(inputs);
            File.Delete(temporaryFile);
            folder.Commit();
            foreach (var shard in folders)
                Directory.Delete(shard, recursive: true);
            return info;
        });
    }

    private static void RequireNew(string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new DataException($"'{folder}' is there already. Nothing is written over: delete it, or choose another folder.");
    }
}
