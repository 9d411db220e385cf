using TextVae.Corpus.Preparing;

namespace TextVae.Corpus;

/// <summary>Makes dataset folders of raw text.</summary>
public static partial class DatasetBuilder
{
    /// <summary>
    /// Reads texts, splits them, counts the vocabulary on the training split alone, and writes a dataset folder. The
    /// folder appears when all is done; an error or a cancellation before leaves nothing behind (a killed process
    /// leaves a hidden folder beside the output, which the next one for the same output deletes). The same inputs, options
    /// and seed make the same files, byte for byte. Memory holds the different words and a few bytes a sentence. The
    /// disk needs, meanwhile, 4 bytes a word more than the dataset itself.
    /// </summary>
    /// <param name="options">What and how.</param>
    /// <param name="outputFolder">A folder that does not exist, or holds the dataset that would be made.</param>
    /// <param name="progress">Is told now and then how far the work is; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What <c>dataset.json</c> says; see <see cref="DatasetInfo.AlreadyPrepared"/>.</returns>
    /// <exception cref="RecipeException">Options that cannot be used; all of them are listed.</exception>
    /// <exception cref="DataException">
    /// Inputs that cannot be read or leave no sentence, a folder that holds something else, or one that cannot be written to.
    /// </exception>
    /// <exception cref="TextVaeException">The disk is full or read-only.</exception>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public static DatasetInfo Prepare(
        PrepareOptions options,
        string outputFolder,
        IProgress<PrepareProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(outputFolder);
        options.Require();
        return Guarded(outputFolder, () =>
        {
            ProgressReport report = new(progress, cancellation);
            var inputs = InputSet.Find(options);
            PreparedBefore.RequireUsable(outputFolder);
            inputs = InputSet.Hash(inputs, report);
            if (PreparedBefore.Find(outputFolder, options, inputs) is { } prepared)
                return prepared;

            using var folder = OutputFolder.Create(outputFolder);
            var temporaryFile = folder.File("provisional.tokens");
            DatasetInfo info;
            using (var corpus = ProvisionalCorpus.Read(inputs, options, temporaryFile, report))
                info = new DatasetWriter(corpus, options, folder, report).Write(inputs);
            File.Delete(temporaryFile);
            folder.Commit();
            return info;
        });
    }

    private static T Guarded<T>(string outputFolder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException e) when (WriteFailure.IsOfDisk(e))
        {
            throw WriteFailure.Of(outputFolder, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The dataset '{outputFolder}' cannot be made: {e.Message.TrimEnd('.')}. "
                + "See to it that the folder above it can be written to and that the disk has room.", e);
        }
    }
}
