;; Opens a draft with the language server through eglot, waits for its diagnostics, takes the code action whose title
;; has a given beginning, and writes a report as JSON.
(package-initialize)
(require 'eglot)
(require 'json)
(setq eglot-sync-connect 60
      eglot-send-changes-idle-time 0.05
      eglot-confirm-server-initiated-edits nil
      create-lockfiles nil
      make-backup-files nil)
(defvar report nil)
(defun env-number (name) (string-to-number (getenv name)))
(defun wait-for (done)
  (let ((end (+ (float-time) 60)))
    (while (and (not (funcall done)) (< (float-time) end))
      (flymake-start)
      (accept-process-output nil 0.1))))
(defun found ()
  (sort (flymake-diagnostics) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b)))))
(defun told ()
  (vconcat
   (mapcar (lambda (each)
             (list (cons 'message (flymake-diagnostic-text each))
                   (cons 'text (buffer-substring-no-properties
                                (flymake-diagnostic-beg each) (flymake-diagnostic-end each)))))
           (found))))
(condition-case fault
    (let ((wanted (env-number "WANTED")))
      (add-to-list 'eglot-server-programs (list 'text-mode (getenv "TOOL") "lsp"))
      (find-file (getenv "DRAFT"))
      (text-mode)
      (setq project-find-functions (list (lambda (_) (cons 'transient default-directory))))
      (apply #'eglot (eglot--guess-contact))
      (wait-for (lambda () (>= (length (found)) wanted)))
      (push (cons 'before (told)) report)
      (goto-char (flymake-diagnostic-beg (nth (1- wanted) (found))))
      (let* ((offered (eglot-code-actions (point) (point)))
             (chosen (seq-find (lambda (each) (string-prefix-p (getenv "ACTION") (plist-get each :title))) offered)))
        (push (cons 'offered (vconcat (mapcar (lambda (each) (plist-get each :title)) offered))) report)
        (eglot--apply-workspace-edit (plist-get chosen :edit)))
      (eglot--signal-textDocument/didChange) ; in batch mode, no idle timer does it
      (wait-for (lambda () (< (length (found)) wanted)))
      (push (cons 'after (told)) report)
      (save-buffer)
      (eglot-shutdown (eglot-current-server)))
  (error (push (cons 'fault (format "%S" fault)) report)))
(with-temp-file (getenv "REPORT") (insert (json-encode report)))
